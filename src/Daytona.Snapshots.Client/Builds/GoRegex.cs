using Range = (int First, int Last);

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A regular expression of Go over code points. As in Go, the time of a match is linear in the length of the text for every
/// expression, which .NET guarantees for none that has all of Go's classes.
/// </summary>
internal sealed class GoRegex(GoRegex.Step[] steps, int[] starts)
{
    // A repetition of the anchor may remove it.
    private readonly bool _isAnchored = starts.Length == 1 && steps[0].Kind == StepKind.Start;

    internal enum StepKind
    {
        Take,
        Fork,
        Jump,
        Start,
        End,
        Match,
    }

    /// <summary>Whether the expression matches a part of the text.</summary>
    public bool IsMatch(string text)
    {
        // Follows all ways through the steps at once.
        int[] seen = new int[steps.Length];
        int[] taking = new int[steps.Length];
        var pending = new Stack<int>();
        for (int at = 0; ;)
        {
            if (at == 0 || !_isAnchored) foreach (int start in starts) pending.Push(start);
            int count = 0;
            while (pending.Count > 0)
            {
                int index = pending.Pop();
                if (seen[index] == at + 1) continue;

                seen[index] = at + 1;
                ref readonly Step step = ref steps[index];
                switch (step.Kind)
                {
                    case StepKind.Take:
                        taking[count++] = index;
                        break;
                    case StepKind.Fork:
                        pending.Push(index + 1);
                        pending.Push(step.Target);
                        break;
                    case StepKind.Jump:
                        pending.Push(step.Target);
                        break;
                    case StepKind.Start when at == 0:
                    case StepKind.End when at == text.Length:
                        pending.Push(index + 1);
                        break;
                    case StepKind.Match:
                        return true;
                }
            }

            if (at == text.Length || (count == 0 && _isAnchored)) return false;

            int codePoint = char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];
            at += codePoint > char.MaxValue ? 2 : 1;
            for (int i = 0; i < count; i++)
            {
                if (Contains(steps[taking[i]].Ranges, codePoint)) pending.Push(taking[i] + 1);
            }
        }
    }

    private static bool Contains(Range[] ranges, int codePoint)
    {
        foreach ((int first, int last) in ranges)
        {
            if (codePoint >= first && codePoint <= last) return true;
        }

        return false;
    }

    /// <summary>A step of a match.</summary>
    /// <param name="Kind">The kind.</param>
    /// <param name="Target">The step to which a fork or jump leads; a fork also leads to the next one.</param>
    /// <param name="Ranges">The code points that the step takes, as inclusive ranges.</param>
    internal readonly record struct Step(StepKind Kind, int Target, Range[] Ranges)
    {
        public static Step Start { get; } = new(StepKind.Start, 0, []);

        public static Step End { get; } = new(StepKind.End, 0, []);

        public static Step Match { get; } = new(StepKind.Match, 0, []);

        public static Step Take(Range[] ranges) => new(StepKind.Take, 0, ranges);

        public static Step Fork(int target) => new(StepKind.Fork, target, []);

        public static Step Jump(int target) => new(StepKind.Jump, target, []);
    }
}

namespace Daytona.Snapshots.Client;

/// <summary>
/// A compiled expression over paths, run as a set of states: its time is linear in the path, whatever a pattern holds.
/// Unlike a framework's regular expressions it works on code points, and can tell whether a path to come may match.
/// </summary>
internal sealed class PathExpression
{
    private readonly List<Step> _steps;

    /// <summary>Makes an expression.</summary>
    /// <param name="steps">The program; it begins at the first step.</param>
    public PathExpression(List<Step> steps) => _steps = steps;

    /// <summary>What a step does.</summary>
    internal enum StepKind
    {
        /// <summary>Takes one code point of the set.</summary>
        Take,

        /// <summary>Goes on at both targets.</summary>
        Split,

        /// <summary>Goes on at the first target.</summary>
        Jump,

        /// <summary>Goes on where the position fulfils the condition.</summary>
        Assert,

        /// <summary>Matches.</summary>
        Accept,
    }

    /// <summary>Whether the expression matches somewhere in the path, as Go's MatchString.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <returns>Whether it matches.</returns>
    public bool IsMatch(string path)
    {
        States end = Run(Runes(path), open: false);
        return end.Accepted;
    }

    /// <summary>Whether any path that begins like this may match. True where it is not certain.</summary>
    /// <param name="start">The beginning of a path.</param>
    /// <returns>False where none can.</returns>
    public bool MayMatchFrom(string start)
    {
        States end = Run(Runes(start), open: true);
        return end.Accepted || end.Taking.Count > 0;
    }

    private static int[] Runes(string path)
    {
        var runes = new List<int>(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]))
            {
                runes.Add(char.ConvertToUtf32(path[i], path[++i]));
            }
            else
            {
                runes.Add(path[i]);
            }
        }

        return [.. runes];
    }

    private static bool IsWord(int rune) =>
        rune is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_';

    private static bool Holds(char condition, int[] runes, int position, bool open)
    {
        // What follows the beginning of a path is not known yet.
        if (open && position == runes.Length && condition != '^') return true;

        bool before = position > 0 && IsWord(runes[position - 1]);
        bool after = position < runes.Length && IsWord(runes[position]);
        return condition switch
        {
            '^' => position == 0,
            '$' => position == runes.Length,
            'b' => before != after,
            _ => before == after,
        };
    }

    private States Run(int[] runes, bool open)
    {
        var states = new States(_steps.Count);
        var next = new States(_steps.Count);
        for (int i = 0; ; i++)
        {
            // A match may begin anywhere; where it may not, the expression itself begins with ^.
            Follow(states, 0, runes, i, open);
            if (states.Accepted || i == runes.Length) return states;

            next.Clear();
            foreach (int at in states.Taking)
            {
                if (_steps[at].Set!.Contains(runes[i])) Follow(next, at + 1, runes, i + 1, open);
            }

            (states, next) = (next, states);
        }
    }

    private void Follow(States states, int at, int[] runes, int position, bool open)
    {
        if (!states.Enter(at)) return;

        Step step = _steps[at];
        switch (step.Kind)
        {
            case StepKind.Take:
                states.Taking.Add(at);
                break;
            case StepKind.Accept:
                states.Accepted = true;
                break;
            case StepKind.Jump:
                Follow(states, step.First, runes, position, open);
                break;
            case StepKind.Split:
                Follow(states, step.First, runes, position, open);
                Follow(states, step.Second, runes, position, open);
                break;
            default:
                if (Holds(step.Condition, runes, position, open)) Follow(states, at + 1, runes, position, open);
                break;
        }
    }

    /// <summary>One step of the program.</summary>
    internal sealed record Step(StepKind Kind)
    {
        public RuneSet? Set { get; init; }

        public int First { get; init; }

        public int Second { get; init; }

        public char Condition { get; init; }
    }

    private sealed class States(int steps)
    {
        private readonly int[] _entered = new int[steps];
        private int _turn = 1;

        public List<int> Taking { get; } = [];

        public bool Accepted { get; set; }

        public bool Enter(int at)
        {
            if (_entered[at] == _turn) return false;

            _entered[at] = _turn;
            return true;
        }

        public void Clear()
        {
            _turn++;
            Taking.Clear();
            Accepted = false;
        }
    }
}

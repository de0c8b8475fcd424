namespace Daytona.Snapshots.Client;

/// <summary>A set of Unicode code points.</summary>
internal sealed class RuneSet
{
    private readonly List<(int First, int Last)> _ranges = [];
    private bool _negated;

    /// <summary>Everything but a slash: what <c>*</c> and <c>?</c> stand for.</summary>
    public static RuneSet InSegment { get; } = new RuneSet { _negated = true }.Add('/', '/');

    /// <summary>Everything but a line feed: what a dot means in Go's expressions.</summary>
    public static RuneSet Dot { get; } = new RuneSet { _negated = true }.Add('\n', '\n');

    public static RuneSet Of(int rune) => new RuneSet().Add(rune, rune);

    public RuneSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public RuneSet AddAllBut(params (int First, int Last)[] sortedRanges)
    {
        int next = 0;
        foreach ((int first, int last) in sortedRanges)
        {
            if (first > next) Add(next, first - 1);
            next = last + 1;
        }

        return Add(next, 0x10FFFF);
    }

    public RuneSet Negate()
    {
        _negated = !_negated;
        return this;
    }

    public bool Contains(int rune)
    {
        foreach ((int first, int last) in _ranges)
        {
            if (rune >= first && rune <= last) return !_negated;
        }

        return _negated;
    }
}

using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>A class of code points as a .NET expression, which itself works on UTF-16 code units.</summary>
internal static class CodePointClass
{
    private const int FirstSurrogate = 0xD800;
    private const int FirstLow = 0xDC00;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstPair = 0x10000;
    private const int Last = 0x10FFFF;

    /// <summary>Writes the class.</summary>
    /// <param name="ranges">The code points, as inclusive ranges in any order.</param>
    /// <returns>An expression that matches one code point and can be repeated.</returns>
    public static string Write(IEnumerable<(int First, int Last)> ranges)
    {
        var units = new StringBuilder();
        var pairs = new StringBuilder();
        foreach ((int first, int last) in ranges)
        {
            AppendUnits(units, first, Math.Min(last, FirstSurrogate - 1));
            AppendUnits(units, Math.Max(first, LastSurrogate + 1), Math.Min(last, FirstPair - 1));
            AppendPairs(pairs, Math.Max(first, FirstPair), last);
        }

        // [^\s\S] matches nothing.
        string unit = units.Length > 0 ? $"[{units}]" : @"[^\s\S]";
        return pairs.Length == 0 ? unit : $"(?:{unit}{pairs})";
    }

    /// <summary>Finds the code points that are not in a class.</summary>
    /// <param name="ranges">The code points, as inclusive ranges in any order.</param>
    /// <returns>All others.</returns>
    public static IEnumerable<(int First, int Last)> Complement(IEnumerable<(int First, int Last)> ranges)
    {
        int next = 0;
        foreach ((int first, int last) in ranges.OrderBy(range => range.First))
        {
            if (first > next) yield return (next, first - 1);
            next = Math.Max(next, last + 1);
        }

        if (next <= Last) yield return (next, Last);
    }

    private static void AppendUnits(StringBuilder text, int first, int last)
    {
        if (first <= last) text.Append(Unit(first)).Append('-').Append(Unit(last));
    }

    private static void AppendPairs(StringBuilder text, int first, int last)
    {
        if (first > last) return;

        (int high, int low) = Split(first);
        (int lastHigh, int lastLow) = Split(last);
        if (high == lastHigh || (low == FirstLow && lastLow == LastSurrogate))
        {
            AppendPair(text, high, lastHigh, low, lastLow);
            return;
        }

        AppendPair(text, high, high, low, LastSurrogate);
        if (high + 1 < lastHigh) AppendPair(text, high + 1, lastHigh - 1, FirstLow, LastSurrogate);
        AppendPair(text, lastHigh, lastHigh, FirstLow, lastLow);
    }

    private static void AppendPair(StringBuilder text, int firstHigh, int lastHigh, int firstLow, int lastLow) =>
        text.Append($"|[{Unit(firstHigh)}-{Unit(lastHigh)}][{Unit(firstLow)}-{Unit(lastLow)}]");

    private static (int High, int Low) Split(int codePoint)
    {
        string pair = char.ConvertFromUtf32(codePoint);
        return (pair[0], pair[1]);
    }

    private static string Unit(int unit) => $@"\u{unit:X4}";
}

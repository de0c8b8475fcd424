using System.Globalization;
using System.Text.RegularExpressions;
using Range = (int First, int Last);

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// Reads Go's regular expressions, which give Docker's patterns their meaning, as far as Docker makes any from a pattern.
/// Escapes of letters and digits that have no use in a path are refused.
/// </summary>
internal sealed class GoRegexParser(string text)
{
    private const int MaxRepetitions = 1000;
    private const int LastCodePoint = 0x10FFFF;

    // The only group that Docker writes, for "**/".
    private const string Folders = "(.*/)?";

    private static readonly Regex Repetition = new(
        @"\G(?:\*|\{(?<min>0|[1-9][0-9]*)(?<range>,(?<max>0|[1-9][0-9]*)?)?\})", RegexOptions.CultureInvariant);

    private static readonly Regex NamedClass = new(
        @"\G\[:(?<not>\^?)(?<name>.*?):\]", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Range[] Slash = [('/', '/')];
    private static readonly Range[] AnyButLineFeed = [.. Complement([('\n', '\n')])];
    private static readonly Range[] Digits = [('0', '9')];
    private static readonly Range[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    private static readonly Range[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];

    private static readonly Dictionary<string, Range[]> NamedClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 0x7F)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 0x1F), (0x7F, 0x7F)],
        ["digit"] = Digits,
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = Words,
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private readonly List<GoRegex.Step> _steps = [];
    private int _at;
    private int _repetitions;

    /// <summary>Reads the expression.</summary>
    /// <exception cref="FormatException">Go would refuse the expression, or it is not supported.</exception>
    public GoRegex Parse()
    {
        List<int> starts = [0];
        int? atom = null;
        while (_at < text.Length)
        {
            if (Repetition.Match(text, _at) is { Success: true } repetition)
            {
                Repeat(atom ?? throw new FormatException("a repetition of nothing, or of another repetition"), repetition);
                atom = null;
            }
            else if (text[_at] == '|')
            {
                _at++;
                _steps.Add(GoRegex.Step.Match);
                starts.Add(_steps.Count);
                atom = null;
            }
            else if (text[_at] == '(')
            {
                _at += Folders.Length;
                _steps.Add(GoRegex.Step.Fork(_steps.Count + 5));
                Repeat(AnyButLineFeed);
                _steps.Add(GoRegex.Step.Take(Slash));
                atom = null;
            }
            else
            {
                atom = _steps.Count;
                _steps.Add(ReadAtom());
            }
        }

        _steps.Add(GoRegex.Step.Match);
        return new GoRegex([.. _steps], [.. starts]);
    }

    private static IEnumerable<Range> Complement(IEnumerable<Range> ranges)
    {
        int next = 0;
        foreach ((int first, int last) in ranges.OrderBy(static range => range.First))
        {
            if (first > next) yield return (next, first - 1);
            next = Math.Max(next, last + 1);
        }

        if (next <= LastCodePoint) yield return (next, LastCodePoint);
    }

    private void Repeat(Range[] any) => Repeat(GoRegex.Step.Take(any), min: 0, max: null);

    private void Repeat(int atom, Match repetition)
    {
        _at += repetition.Length;
        GoRegex.Step step = _steps[atom];
        _steps.RemoveAt(atom);
        if (repetition.Value == "*")
        {
            Repeat(step, min: 0, max: null);
            return;
        }

        string given = repetition.Groups["max"].Length > 0 ? repetition.Groups["max"].Value : repetition.Groups["min"].Value;
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int max)
            || (_repetitions += max) > MaxRepetitions
            || !int.TryParse(repetition.Groups["min"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int min)
            || min > max)
        {
            throw new FormatException($"the repetition {repetition.Value} is out of bounds");
        }

        Repeat(step, min, repetition.Groups["range"].Success && !repetition.Groups["max"].Success ? null : max);
    }

    private void Repeat(GoRegex.Step step, int min, int? max)
    {
        for (int i = 0; i < min; i++) _steps.Add(step);
        if (max is null)
        {
            int start = _steps.Count;
            _steps.AddRange([GoRegex.Step.Fork(start + 3), step, GoRegex.Step.Jump(start)]);
        }

        for (int i = min; i < max; i++) _steps.AddRange([GoRegex.Step.Fork(_steps.Count + 2), step]);
    }

    private GoRegex.Step ReadAtom()
    {
        switch (text[_at])
        {
            case '^':
                _at++;
                return GoRegex.Step.Start;
            case '$':
                _at++;
                return GoRegex.Step.End;
            case '.':
                _at++;
                return GoRegex.Step.Take(AnyButLineFeed);
            case '[':
                return GoRegex.Step.Take(ReadClass());
            case '\\' when ReadShorthand() is { } shorthand:
                return GoRegex.Step.Take([.. shorthand]);
            default:
                int literal = ReadMember();
                return GoRegex.Step.Take([(literal, literal)]);
        }
    }

    private Range[] ReadClass()
    {
        _at++;
        bool negated = Peek() == '^';
        if (negated) _at++;

        var ranges = new List<Range>();
        do
        {
            ranges.AddRange(ReadNamedClass() ?? ReadShorthand() ?? [ReadRange()]);
        }
        while (Peek() != ']');
        _at++;
        return [.. negated ? Complement(ranges) : ranges];
    }

    private char Peek() => _at < text.Length ? text[_at] : throw new FormatException("a bracket or escape without its end");

    private IEnumerable<Range>? ReadNamedClass()
    {
        if (NamedClass.Match(text, _at) is not { Success: true } match) return null;
        if (!NamedClasses.TryGetValue(match.Groups["name"].Value, out Range[]? ranges))
        {
            throw new FormatException($"the unknown class {match.Value}");
        }

        _at += match.Length;
        return match.Groups["not"].Length > 0 ? Complement(ranges) : ranges;
    }

    private IEnumerable<Range>? ReadShorthand()
    {
        if (Peek() != '\\' || _at + 1 == text.Length) return null;

        IEnumerable<Range>? ranges = text[_at + 1] switch
        {
            'd' => Digits,
            'D' => Complement(Digits),
            's' => Spaces,
            'S' => Complement(Spaces),
            'w' => Words,
            'W' => Complement(Words),
            _ => null,
        };
        if (ranges is not null) _at += 2;
        return ranges;
    }

    private Range ReadRange()
    {
        int first = ReadMember();
        if (Peek() != '-' || _at + 1 == text.Length || text[_at + 1] == ']') return (first, first);

        _at++;
        int last = ReadMember();
        return last < first ? throw new FormatException("a range that ends before it begins") : (first, last);
    }

    private int ReadMember() => Peek() == '\\' ? ReadEscape() : ReadCodePoint();

    private int ReadCodePoint()
    {
        if (char.IsSurrogate(Peek()) && !char.IsSurrogatePair(text, _at)) throw new FormatException("half a character");

        int codePoint = char.ConvertToUtf32(text, _at);
        _at += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    private int ReadEscape()
    {
        _at++;
        char c = Peek();
        _at++;
        return c switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            < (char)0x80 when !char.IsLetterOrDigit(c) => c,

            // Some are an error in Go; the others have no exact equivalent or no use in a path.
            _ => throw new FormatException($@"the escape \{c} is not supported; write folders with forward slashes"),
        };
    }
}

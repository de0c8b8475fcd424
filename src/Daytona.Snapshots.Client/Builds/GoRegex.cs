using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Range = (int First, int Last);

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// Translates Go's regular expressions, which give Docker's patterns their meaning, to .NET's. Anything that .NET can't
/// match in exactly the same way is refused.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxRepetitions = 1000;

    private static readonly Regex Repetition = new(
        @"\G\{(?<min>0|[1-9][0-9]*)(?<range>,(?<max>0|[1-9][0-9]*)?)?\}", RegexOptions.CultureInvariant);

    private static readonly Regex NamedClass = new(
        @"\G\[:(?<not>\^?)(?<name>.*?):\]", RegexOptions.CultureInvariant | RegexOptions.Singleline);

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

    private readonly string _text;
    private int _at;
    private int _repetitions;

    private GoRegex(string text) => _text = text;

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression in Go's syntax.</param>
    /// <param name="options">The engine and its options, besides those of the translation.</param>
    /// <param name="timeout">The time after which a match fails.</param>
    /// <returns>An expression with the same matches.</returns>
    /// <exception cref="FormatException">Go would refuse the expression, or it can't be translated exactly.</exception>
    public static Regex Compile(string text, RegexOptions options, TimeSpan timeout)
    {
        try
        {
            return new Regex(new GoRegex(text).Translate(), options | RegexOptions.CultureInvariant, timeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or NullReferenceException)
        {
            // .NET 8's linear engine throws NullReferenceException for some classes with surrogates, at random.
            throw new FormatException("the pattern is too large or too complex", e);
        }
    }

    private string Translate()
    {
        var result = new StringBuilder();
        bool repeatable = false;
        while (_at < _text.Length)
        {
            if (ReadQuantifier() is { } quantifier)
            {
                if (!repeatable) throw new FormatException("a repetition of nothing, or of another repetition");

                result.Append(quantifier);
                repeatable = false;
                continue;
            }

            repeatable = _text[_at] is not ('(' or '|');
            result.Append(ReadAtom());
        }

        return result.ToString();
    }

    private string? ReadQuantifier()
    {
        if (_text[_at] is '*' or '?') return _text[_at++].ToString();
        if (Repetition.Match(_text, _at) is not { Success: true } match) return null;

        string max = match.Groups["max"].Length > 0 ? match.Groups["max"].Value : match.Groups["min"].Value;
        if (!int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || (_repetitions += count) > MaxRepetitions
            || !int.TryParse(match.Groups["min"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int min)
            || min > count)
        {
            throw new FormatException($"the repetition {match.Value} is out of bounds");
        }

        _at += match.Length;
        return match.Value;
    }

    private string ReadAtom()
    {
        switch (_text[_at])
        {
            case '^':
                _at++;
                return @"(?:\A)";
            case '$':
                _at++;
                return @"(?:\z)";
            case '(':
                _at++;
                return "(?:";
            case ')' or '|':
                return _text[_at++].ToString();
            case '.':
                // Only ever in ".*", so that it need not take whole code points.
                _at++;
                return @"[^\n]";
            case '[':
                return ReadClass();
            case '\\':
                return ReadShorthand() is { } shorthand ? CodePointClass.Write(shorthand) : Literal(ReadEscape());
            default:
                return Literal(ReadCodePoint());
        }
    }

    private static string Literal(int codePoint) =>
        codePoint <= char.MaxValue ? $@"\u{codePoint:X4}" : CodePointClass.Write([(codePoint, codePoint)]);

    private string ReadClass()
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
        return CodePointClass.Write(negated ? CodePointClass.Complement(ranges) : ranges);
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException("a bracket or escape without its end");

    private IEnumerable<Range>? ReadNamedClass()
    {
        if (NamedClass.Match(_text, _at) is not { Success: true } match) return null;
        if (!NamedClasses.TryGetValue(match.Groups["name"].Value, out Range[]? ranges))
        {
            throw new FormatException($"the unknown class {match.Value}");
        }

        _at += match.Length;
        return match.Groups["not"].Length > 0 ? CodePointClass.Complement(ranges) : ranges;
    }

    private IEnumerable<Range>? ReadShorthand()
    {
        if (Peek() != '\\' || _at + 1 == _text.Length) return null;

        IEnumerable<Range>? ranges = _text[_at + 1] switch
        {
            'd' => Digits,
            'D' => CodePointClass.Complement(Digits),
            's' => Spaces,
            'S' => CodePointClass.Complement(Spaces),
            'w' => Words,
            'W' => CodePointClass.Complement(Words),
            _ => null,
        };
        if (ranges is not null) _at += 2;
        return ranges;
    }

    private Range ReadRange()
    {
        int first = ReadMember();
        if (Peek() != '-' || _at + 1 == _text.Length || _text[_at + 1] == ']') return (first, first);

        _at++;
        int last = ReadMember();
        return last < first ? throw new FormatException("a range that ends before it begins") : (first, last);
    }

    private int ReadMember() => Peek() == '\\' ? ReadEscape() : ReadCodePoint();

    private int ReadCodePoint()
    {
        if (char.IsSurrogate(Peek()) && !char.IsSurrogatePair(_text, _at)) throw new FormatException("half a character");

        int codePoint = char.ConvertToUtf32(_text, _at);
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

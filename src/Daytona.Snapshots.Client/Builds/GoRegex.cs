using System.Globalization;
using System.Text.RegularExpressions;
using Range = (int First, int Last);

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A regular expression of Go, which give Docker's patterns their meaning, as far as Docker makes any from a pattern. It works on code
/// points, and as in Go the time of a match is linear in the length of the text. .NET guarantees neither.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxRepetitions = 1000;
    private const int LastCodePoint = 0x10FFFF;

    // The only group that Docker writes, for "**/".
    private const string Folders = "(.*/)?";

    private static readonly Regex Repetition = new(
        @"\G(?:\*|\{(?<min>0|[1-9][0-9]*)(?<range>,(?<max>0|[1-9][0-9]*)?)?\})", RegexOptions.CultureInvariant);

    private static readonly Regex Named = new(
        @"\G(?:\[:(?<not>\^?)(?<name>.*?):\]|(?<name>\\[dDsSwW]))", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Dictionary<string, Range[]> Classes = new(StringComparer.Ordinal)
    {
        [@"\d"] = [('0', '9')],
        [@"\s"] = [('\t', '\n'), ('\f', '\r'), (' ', ' ')],
        [@"\w"] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 0x7F)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 0x1F), (0x7F, 0x7F)],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private readonly string _text;
    private readonly List<Step> _steps = [];
    private readonly List<int> _starts = [0];
    private int _at;
    private int _repetitions;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">Go would refuse it, or it has an escape that is of no use in a path.</exception>
    public GoRegex(string text)
    {
        _text = text;
        for (bool isAtom = false; _at < text.Length;)
        {
            if (Repetition.Match(text, _at) is { Success: true } repetition)
            {
                if (!isAtom) throw new FormatException("a repetition of nothing, or of another repetition");

                Repeat(repetition);
                isAtom = false;
                continue;
            }

            isAtom = text[_at] is not ('|' or '(');
            if (text[_at] == '(')
            {
                _at += Folders.Length;
                _steps.AddRange([new(Kind.Fork, _steps.Count + 5), new(Kind.Fork, _steps.Count + 4), new(Kind.Take, 0, Complement([('\n', '\n')]))]);
                _steps.AddRange([new(Kind.Jump, _steps.Count - 2), new(Kind.Take, 0, [('/', '/')])]);
            }
            else
            {
                _steps.Add(ReadAtom());
            }
        }

        _steps.Add(new Step(Kind.Match));
    }

    private enum Kind
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
        // Follows all ways through the steps at once. A repetition of the anchor may remove it.
        bool isAnchored = _starts.Count == 1 && _steps[0].Kind == Kind.Start;
        int[] seen = new int[_steps.Count];
        int[] taking = new int[_steps.Count];
        var pending = new Stack<int>();
        for (int at = 0; ;)
        {
            if (at == 0 || !isAnchored) _starts.ForEach(pending.Push);
            int count = 0;
            while (pending.Count > 0)
            {
                int index = pending.Pop();
                if (seen[index] == at + 1) continue;

                seen[index] = at + 1;
                Step step = _steps[index];
                if (step.Kind == Kind.Match) return true;
                if (step.Kind == Kind.Take) taking[count++] = index;
                if (step.Kind is Kind.Fork or Kind.Jump) pending.Push(step.Target);
                if (step.Kind == Kind.Fork || (step.Kind == Kind.Start && at == 0) || (step.Kind == Kind.End && at == text.Length)) pending.Push(index + 1);
            }

            if (at == text.Length || (count == 0 && isAnchored)) return false;

            int codePoint = char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];
            at += codePoint > char.MaxValue ? 2 : 1;
            for (int i = 0; i < count; i++)
            {
                if (_steps[taking[i]].Takes(codePoint)) pending.Push(taking[i] + 1);
            }
        }
    }

    private static Range[] Complement(IEnumerable<Range> ranges)
    {
        List<Range> others = [];
        int next = 0;
        foreach ((int first, int last) in ranges.OrderBy(static range => range.First))
        {
            if (first > next) others.Add((next, first - 1));
            next = Math.Max(next, last + 1);
        }

        if (next <= LastCodePoint) others.Add((next, LastCodePoint));
        return [.. others];
    }

    private void Repeat(Match repetition)
    {
        _at += repetition.Length;
        Step step = _steps[_steps.Count - 1];
        _steps.RemoveAt(_steps.Count - 1);
        int min = Number("min") ?? 0;
        int? max = repetition.Groups["range"].Success || repetition.Value == "*" ? Number("max") : min;
        if ((_repetitions += max ?? min) > MaxRepetitions || min > max) throw OutOfBounds();

        for (int i = 0; i < min; i++) _steps.Add(step);
        if (max is null) _steps.AddRange([new(Kind.Fork, _steps.Count + 3), step, new(Kind.Jump, _steps.Count)]);
        for (int i = min; i < max; i++) _steps.AddRange([new(Kind.Fork, _steps.Count + 2), step]);

        int? Number(string group) => repetition.Groups[group] is not { Success: true } digits ? null
            : int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaxRepetitions ? number
            : throw OutOfBounds();

        FormatException OutOfBounds() => new($"the repetition {repetition.Value} is out of bounds");
    }

    private Step ReadAtom()
    {
        switch (_text[_at])
        {
            case '|':
                _at++;
                _starts.Add(_steps.Count + 1);
                return new Step(Kind.Match);
            case '^':
                _at++;
                return new Step(Kind.Start);
            case '$':
                _at++;
                return new Step(Kind.End);
            case '.':
                _at++;
                return new Step(Kind.Take, 0, Complement([('\n', '\n')]));
            case '[':
                return new Step(Kind.Take, 0, ReadClass());
            default:
                return new Step(Kind.Take, 0, _text[_at] == '\\' && ReadNamed() is { } named ? named : [Single(ReadMember())]);
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
            ranges.AddRange(ReadNamed() ?? [ReadRange()]);
        }
        while (Peek() != ']');
        _at++;
        return negated ? Complement(ranges) : [.. ranges];
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException("a bracket or escape without its end");

    private Range[]? ReadNamed()
    {
        if (Named.Match(_text, _at) is not { Success: true } match) return null;

        string name = match.Groups["name"].Value;
        bool isShorthand = match.Value[0] == '\\';
        bool isOpposite = isShorthand && char.IsUpper(name[1]);
        if (!Classes.TryGetValue(isOpposite ? name.ToLowerInvariant() : name, out Range[]? ranges) || isShorthand != name.StartsWith("\\", StringComparison.Ordinal))
        {
            throw new FormatException($"the unknown class {match.Value}");
        }

        _at += match.Length;
        return isOpposite || match.Groups["not"].Length > 0 ? Complement(ranges) : ranges;
    }

    private Range ReadRange()
    {
        int first = ReadMember();
        if (Peek() != '-' || _at + 1 == _text.Length || _text[_at + 1] == ']') return Single(first);

        _at++;
        int last = ReadMember();
        return last < first ? throw new FormatException("a range that ends before it begins") : (first, last);
    }

    private static Range Single(int codePoint) => (codePoint, codePoint);

    private int ReadMember()
    {
        char c = Peek();
        if (c == '\\') return ReadEscape();
        if (char.IsSurrogate(c) && !char.IsSurrogatePair(_text, _at)) throw new FormatException("half a character");

        int codePoint = char.ConvertToUtf32(_text, _at);
        _at += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    private int ReadEscape()
    {
        _at++;
        char c = Peek();
        _at++;
        return "afnrtv".IndexOf(c) is var known and >= 0 ? "\a\f\n\r\t\v"[known]
            : c < 0x80 && !char.IsLetterOrDigit(c) ? c
            // Some are an error in Go; the others have no exact equivalent or no use in a path.
            : throw new FormatException($@"the escape \{c} is not supported; write folders with forward slashes");
    }

    /// <summary>A step of a match.</summary>
    /// <param name="Kind">The kind.</param>
    /// <param name="Target">The step to which a fork or jump leads; a fork also leads to the next one.</param>
    /// <param name="Ranges">The code points that the step takes; null for none.</param>
    private readonly record struct Step(Kind Kind, int Target = 0, Range[]? Ranges = null)
    {
        public bool Takes(int codePoint)
        {
            foreach ((int first, int last) in Ranges!)
            {
                if (codePoint >= first && codePoint <= last) return true;
            }

            return false;
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A regular expression of Go, which give Docker's patterns their meaning, as far as Docker makes any from a pattern. It works on code
/// points, and as in Go the time of a match is linear in the length of the text. .NET guarantees neither.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxRepetitions = 1000;

    // The only group that Docker writes, for "**/".
    private const string Folders = "(.*/)?";

    private static readonly Regex Repetition = new(
        @"\G(?:\*|\{(?<min>0|[1-9][0-9]*)(?<range>,(?<max>0|[1-9][0-9]*)?)?\})", RegexOptions.CultureInvariant);

    private static readonly Regex Named = new(
        @"\G(?:\[:(?<not>\^?)(?<name>.*?):\]|(?<name>\\[dDsSwW]))", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    // Pairs of the first and last characters of ranges, all of them ASCII.
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        [@"\d"] = "09",
        [@"\s"] = "\t\n\f\r  ",
        [@"\w"] = "09AZ__az",
        ["alnum"] = "09AZaz",
        ["alpha"] = "AZaz",
        ["ascii"] = "\0\u007F",
        ["blank"] = "\t\t  ",
        ["cntrl"] = "\0\u001F\u007F\u007F",
        ["digit"] = "09",
        ["graph"] = "!~",
        ["lower"] = "az",
        ["print"] = " ~",
        ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ",
        ["upper"] = "AZ",
        ["word"] = "09AZ__az",
        ["xdigit"] = "09AFaf",
    };

    private readonly string _text;
    private readonly List<List<Item>> _alternatives = [[]];
    private int _at;
    private int _repetitions;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">Go would refuse it, or it has an escape that is of no use in a path.</exception>
    public GoRegex(string text)
    {
        _text = text;
        for (bool isAtom = false; _at < text.Length;)
        {
            List<Item> items = _alternatives[_alternatives.Count - 1];
            if (Repetition.Match(text, _at) is { Success: true } repetition)
            {
                if (!isAtom) throw new FormatException("a repetition of nothing, or of another repetition");

                items[items.Count - 1] = Repeat(items[items.Count - 1], repetition);
                isAtom = false;
                continue;
            }

            isAtom = text[_at] is not ('|' or '(');
            if (text[_at] == '|') _alternatives.Add([]);
            else if (text[_at] == '(') items.Add(new Item(Kind.Folders));
            else items.Add(ReadAtom());
            _at += isAtom ? 0 : text[_at] == '(' ? Folders.Length : 1;
        }
    }

    private enum Kind
    {
        Take,
        Folders,
        Start,
        End,
    }

    /// <summary>Whether the expression matches a part of the text.</summary>
    public bool IsMatch(string text)
    {
        var points = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++) points.Add(char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text, i++) : text[i]);
        return _alternatives.Exists(items =>
        {
            // The positions in the text that the items before have reached. A match can begin anywhere.
            bool[] reached = [.. Enumerable.Repeat(true, points.Count + 1)];
            return items.TrueForAll(item =>
            {
                item.Advance(reached, points);
                return Array.IndexOf(reached, true) >= 0;
            });
        });
    }

    private Item Repeat(Item item, Match repetition)
    {
        _at += repetition.Length;
        int min = Number("min") ?? 0;
        int? max = repetition.Groups["range"].Success || repetition.Value == "*" ? Number("max") : min;
        return (_repetitions += max ?? min) > MaxRepetitions || min > max ? throw OutOfBounds() : item with { Min = min, Max = max };

        int? Number(string group) => repetition.Groups[group] is not { Success: true } digits ? null
            : int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaxRepetitions ? number
            : throw OutOfBounds();

        FormatException OutOfBounds() => new($"the repetition {repetition.Value} is out of bounds");
    }

    private Item ReadAtom()
    {
        char c = _text[_at];
        if (c == '[') return new Item(Kind.Take, ReadClass());
        if (c is not ('^' or '$' or '.')) return new Item(Kind.Take, (c == '\\' ? ReadNamed() : null) ?? Is(ReadMember()));

        _at++;
        return c == '.' ? new Item(Kind.Take, static point => point != '\n') : new Item(c == '^' ? Kind.Start : Kind.End);
    }

    private Func<int, bool> ReadClass()
    {
        _at++;
        bool negated = Peek() == '^';
        if (negated) _at++;

        var members = new List<Func<int, bool>>();
        do
        {
            members.Add(ReadNamed() ?? ReadRange());
        }
        while (Peek() != ']');
        _at++;
        return point => members.Exists(has => has(point)) != negated;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException("a bracket or escape without its end");

    private Func<int, bool>? ReadNamed()
    {
        if (Named.Match(_text, _at) is not { Success: true } match) return null;

        string name = match.Groups["name"].Value;
        bool isShorthand = match.Value[0] == '\\';
        bool isOpposite = isShorthand && char.IsUpper(name[1]);
        if (!Classes.TryGetValue(isOpposite ? name.ToLowerInvariant() : name, out string? ranges) || isShorthand != name.StartsWith("\\", StringComparison.Ordinal))
        {
            throw new FormatException($"the unknown class {match.Value}");
        }

        _at += match.Length;
        bool negated = isOpposite || match.Groups["not"].Length > 0;
        return point => Enumerable.Range(0, ranges.Length / 2).Any(i => point >= ranges[2 * i] && point <= ranges[(2 * i) + 1]) != negated;
    }

    private Func<int, bool> ReadRange()
    {
        int first = ReadMember();
        if (Peek() != '-' || _at + 1 == _text.Length || _text[_at + 1] == ']') return Is(first);

        _at++;
        int last = ReadMember();
        return last < first ? throw new FormatException("a range that ends before it begins") : point => point >= first && point <= last;
    }

    private static Func<int, bool> Is(int member) => point => point == member;

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

    /// <summary>An atom with its repetition; <see cref="Takes"/> selects the code points that it takes.</summary>
    private readonly record struct Item(Kind Kind, Func<int, bool>? Takes = null)
    {
        public int Min { get; init; } = 1;

        public int? Max { get; init; } = 1;

        /// <summary>Moves the reached positions of a text over the atom.</summary>
        public void Advance(bool[] reached, List<int> points)
        {
            int end = points.Count;
            switch (Kind)
            {
                case Kind.Take:
                    for (int i = 0; i < Min; i++) Step(reached, points, isOptional: false);
                    for (int i = Min; i < Max; i++) Step(reached, points, isOptional: true);
                    for (int i = 0; Max is null && i < end; i++) reached[i + 1] |= reached[i] && Takes!(points[i]);
                    break;
                case Kind.Folders:
                    bool isInside = false;
                    for (int i = 0; i < end; i++)
                    {
                        isInside = (isInside || reached[i]) && points[i] != '\n';
                        reached[i + 1] |= isInside && points[i] == '/';
                    }

                    break;
                // A repetition of an anchor may remove it.
                case Kind.Start when Min > 0:
                    Array.Clear(reached, 1, end);
                    break;
                case Kind.End when Min > 0:
                    Array.Clear(reached, 0, end);
                    break;
            }
        }

        private void Step(bool[] reached, List<int> points, bool isOptional)
        {
            for (int i = points.Count; i >= 0; i--) reached[i] = (isOptional && reached[i]) || (i > 0 && reached[i - 1] && Takes!(points[i - 1]));
        }
    }
}

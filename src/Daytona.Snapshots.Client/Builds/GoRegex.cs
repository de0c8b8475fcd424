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

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;
    private const string Number = "(?:0|[1-9][0-9]*)";
    private const string Character = @"(?:\\.|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\\])";
    private const string Named = @"\[:(?<not>\^?)(?<name>.*?):\]|(?<name>\\[dDsSwW])";
    private const string MemberOfClass = $@"(?>{Named}|{Character}(?:-(?!\]){Character})?)";

    private static readonly Regex Token = new(
        $@"\G(?:\*|\{{(?<min>{Number})(?<range>,(?<max>{Number})?)?\}}|(?<atom>{Regex.Escape(Folders)}" +
        $@"|\[(?<negated>(?>\^?))(?<members>(?>{MemberOfClass}(?:(?!\]){MemberOfClass})*))\]|(?!\[)(?<members>{Character})))",
        Options);

    private static readonly Regex Member = new($@"\G(?:{Named}|(?<first>{Character})(?:-(?<last>{Character}))?)", Options);

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

    private readonly List<List<Item>> _alternatives = [[]];
    private int _repetitions;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">Go would refuse it, or it has an escape that is of no use in a path.</exception>
    public GoRegex(string expression)
    {
        bool isRepeatable = false;
        for (int at = 0; at < expression.Length;)
        {
            Match token = Token.Match(expression, at);
            if (!token.Success) throw new FormatException("a bracket or escape without its end");

            at += token.Length;
            List<Item> items = _alternatives[_alternatives.Count - 1];
            if (token.Groups["atom"].Success)
            {
                if (token.Value == "|") _alternatives.Add([]);
                else items.Add(ReadAtom(token));
                isRepeatable = token.Value is not ("|" or Folders);
                continue;
            }

            if (!isRepeatable) throw new FormatException("a repetition of nothing, or of another repetition");
            items[items.Count - 1] = Repeat(items[items.Count - 1], token);
            isRepeatable = false;
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
        int min = Number("min") ?? 0;
        int? max = repetition.Groups["range"].Success || repetition.Value == "*" ? Number("max") : min;
        if ((_repetitions += max ?? min) > MaxRepetitions || min > max) throw new FormatException($"the repetition {repetition.Value} is out of bounds");
        return item with { Min = min, Max = max };

        int? Number(string group) => repetition.Groups[group] is not { Success: true } digits ? null
            : digits.Length > 4 ? MaxRepetitions + 1
            : int.Parse(digits.Value, CultureInfo.InvariantCulture);
    }

    private static Item ReadAtom(Match atom)
    {
        switch (atom.Value)
        {
            case Folders: return new Item(Kind.Folders);
            case "^": return new Item(Kind.Start);
            case "$": return new Item(Kind.End);
            case ".": return new Item(Kind.Take, static point => point != '\n');
        }

        bool negated = atom.Groups["negated"].Length > 0;
        Func<int, bool>[] members = [.. Member.Matches(atom.Groups["members"].Value).Cast<Match>().Select(ReadMember)];
        // Most atoms are one character.
        if (members is [var only]) return new Item(Kind.Take, negated ? point => !only(point) : only);
        return new Item(Kind.Take, point => Array.Exists(members, has => has(point)) != negated);
    }

    private static Func<int, bool> ReadMember(Match member)
    {
        if (member.Groups["name"] is not { Success: true, Value: var name })
        {
            int first = CodePoint(member.Groups["first"].Value);
            int last = member.Groups["last"] is { Success: true } end ? CodePoint(end.Value) : first;
            return last < first ? throw new FormatException("a range that ends before it begins") : point => point >= first && point <= last;
        }

        bool isShorthand = member.Value[0] == '\\';
        bool negated = isShorthand ? char.IsUpper(name[1]) : member.Groups["not"].Length > 0;
        return Classes.TryGetValue(isShorthand ? name.ToLowerInvariant() : name, out string? ranges) && isShorthand == (name[0] == '\\')
            ? point => Enumerable.Range(0, ranges.Length / 2).Any(i => point >= ranges[2 * i] && point <= ranges[(2 * i) + 1]) != negated
            : throw new FormatException($"the unknown class {member.Value}");
    }

    private static int CodePoint(string character) => character switch
    {
        ['\\', var escaped] => "afnrtv".IndexOf(escaped) is var known and >= 0 ? "\a\f\n\r\t\v"[known]
            : escaped < 0x80 && !char.IsLetterOrDigit(escaped) ? escaped
            // Some are an error in Go; the others have no exact equivalent or no use in a path.
            : throw new FormatException($@"the escape {character} is not supported; write folders with forward slashes"),
        [var one] => one,
        _ => char.ConvertToUtf32(character, 0),
    };

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
                case Kind.Start or Kind.End when Min > 0:
                    Array.Clear(reached, Kind == Kind.Start ? 1 : 0, end);
                    break;
            }
        }

        private void Step(bool[] reached, List<int> points, bool isOptional)
        {
            for (int i = points.Count; i >= 0; i--) reached[i] = (isOptional && reached[i]) || (i > 0 && reached[i - 1] && Takes!(points[i - 1]));
        }
    }
}

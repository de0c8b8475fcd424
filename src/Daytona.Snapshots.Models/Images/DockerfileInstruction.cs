using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>One instruction of a Dockerfile, with its continued lines joined.</summary>
internal sealed class DockerfileInstruction
{
    // Only these: a name with another white space of Unicode is still one word.
    private static readonly char[] Blanks = [' ', '\t', '\v', '\f', '\r'];

    private static readonly Regex StageName = new("^[a-zA-Z][a-zA-Z0-9._-]*\\z", RegexOptions.CultureInvariant);

    private readonly int _argumentsStart;

    /// <summary>Splits an instruction.</summary>
    public DockerfileInstruction(string text, int line)
    {
        Text = text;
        Line = line;
        int at = SkipSpace(0);
        int end = EndOfWord(at);
        Name = text.Substring(at, end - at).ToUpperInvariant();
        var flags = new List<string>();
        for (at = SkipSpace(end); string.CompareOrdinal(text, at, "--", 0, 2) == 0; at = SkipSpace(end))
        {
            end = EndOfWord(at);
            flags.Add(text.Substring(at, end - at));
        }

        Flags = flags;
        _argumentsStart = at;
        Arguments = text.Substring(at).TrimEnd();
    }

    /// <summary>The whole instruction in one line.</summary>
    public string Text { get; }

    /// <summary>The line on which the instruction begins, from 1.</summary>
    public int Line { get; }

    /// <summary>The instruction's name in upper case.</summary>
    public string Name { get; }

    /// <summary>The flags as they are written, such as <c>--from=build</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>The text after the flags.</summary>
    public string Arguments { get; }

    /// <summary>The position in the Dockerfile at which the instruction begins.</summary>
    public int Start { get; init; }

    /// <summary>The parts of <see cref="Text"/>: where each begins, and its position in the Dockerfile.</summary>
    public IReadOnlyList<(int Index, int Position)> Parts { get; init; } = [];

    /// <summary>The name of the stage that a FROM begins; null if it has none.</summary>
    public string? Stage => Words() is [_, var keyword, var name]
        && keyword.Equals("AS", StringComparison.OrdinalIgnoreCase) && StageName.IsMatch(name) ? name : null;

    /// <summary>The instruction that an ONBUILD defers.</summary>
    public DockerfileInstruction Deferred() => new(Arguments, Line);

    /// <summary>Splits the arguments at blanks; quotes and escapes are part of the words.</summary>
    public string[] Words() => Arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Splits the arguments at blanks outside quotes, as Docker does for ARG. The words keep their quotes and escapes.</summary>
    public IEnumerable<(string Word, int Start, int End)> QuotedWords(char escape)
    {
        foreach ((int start, int end) in ShellWord.Split(Text, _argumentsStart, escape, out _))
        {
            yield return (Text.Substring(start, end - start), PositionOf(start), PositionOf(end - 1) + 1);
        }
    }

    private int PositionOf(int index)
    {
        (int Index, int Position) part = Parts.Last(part => part.Index <= index);
        return part.Position + index - part.Index;
    }

    private int SkipSpace(int at)
    {
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        return at;
    }

    private int EndOfWord(int start) => Text.IndexOfAny(Blanks, start) is var end and >= 0 ? end : Text.Length;
}

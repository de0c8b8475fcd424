using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>One instruction of a Dockerfile, with its continued lines joined.</summary>
internal sealed class DockerfileInstruction
{
    // Only these: a name with another white space of Unicode is still one word.
    private static readonly char[] Blanks = [' ', '\t', '\v', '\f', '\r'];

    private static readonly Regex StageName = new("^[a-zA-Z][a-zA-Z0-9._-]*\\z", RegexOptions.CultureInvariant);

    private static readonly Regex Layout = new(
        @"^\s*(?<name>(?>[^ \t\v\f\r]*))(?>\s*(?<flag>--[^ \t\v\f\r]*))*\s*(?<arguments>.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly int _argumentsStart;

    /// <summary>Splits an instruction.</summary>
    public DockerfileInstruction(string text, int line)
    {
        Match layout = Layout.Match(text);
        Text = text;
        Line = line;
        Name = layout.Groups["name"].Value.ToUpperInvariant();
        Flags = [.. layout.Groups["flag"].Captures.Cast<Capture>().Select(static flag => flag.Value)];
        _argumentsStart = layout.Groups["arguments"].Index;
        Arguments = layout.Groups["arguments"].Value.TrimEnd();
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
    public string? Stage => SplitArguments() is [_, var keyword, var name]
        && keyword.Equals("AS", StringComparison.OrdinalIgnoreCase) && StageName.IsMatch(name) ? name : null;

    /// <summary>The instruction that an ONBUILD defers.</summary>
    public DockerfileInstruction Deferred() => new(Arguments, Line);

    /// <summary>Splits the arguments at blanks; quotes and escapes are part of the words.</summary>
    public string[] SplitArguments() => Arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Splits the arguments at blanks outside quotes, as Docker does for ARG. The words keep their quotes and escapes.</summary>
    public IEnumerable<(string Word, int Start, int End)> SplitQuotedArguments(char escape)
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
}

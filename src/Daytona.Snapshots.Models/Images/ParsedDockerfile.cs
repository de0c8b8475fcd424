using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>A Dockerfile that is parsed once: its directives, such as <c># escape=`</c>, and its instructions.</summary>
internal sealed class ParsedDockerfile
{
    private static readonly Regex Directive = new(
        @"^\s*#\s*(?<name>escape|syntax|check)\s*=\s*(?<value>.+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Standard = new(
        @"^(docker\.io/)?docker/dockerfile(-upstream)?([:@]|\z)", RegexOptions.CultureInvariant);

    private readonly Lazy<(IReadOnlyList<DockerfileInstruction>? Instructions, string? Problem)> _read;

    /// <summary>Reads the directives. They end at the first line that is not a directive, even if it is a comment.</summary>
    public ParsedDockerfile(string text)
    {
        _read = new(() => ReadInstructions(text));
        using var lines = new StringReader(text.TrimStart('\uFEFF'));
        while (lines.ReadLine() is { } line && Directive.Match(line) is { Success: true } directive)
        {
            string value = directive.Groups["value"].Value.TrimEnd();
            string name = directive.Groups["name"].Value.ToUpperInvariant();
            if (name == "SYNTAX") Syntax = value;
            else if (name == "ESCAPE" && value is "`" or "\\") Escape = value[0];
        }
    }

    /// <summary>The character that escapes and that continues a line. A Dockerfile can set it to a backtick.</summary>
    public char Escape { get; } = '\\';

    /// <summary>The frontend image that parses the Dockerfile (<c># syntax=</c>); null for the builder's own.</summary>
    public string? Syntax { get; }

    /// <summary>Whether the Dockerfile is written in Docker's own language. Another syntax may have other instructions.</summary>
    public bool IsStandard => Syntax is null || Standard.IsMatch(Syntax);

    /// <summary>The instructions; null if a here-document is unusual or has no end.</summary>
    public IReadOnlyList<DockerfileInstruction>? Instructions => _read.Value.Instructions;

    /// <summary>The reason why there are no instructions, with its line; null if there are.</summary>
    public string? Problem => _read.Value.Problem;

    /// <summary>Whether the final stage may have an entrypoint, which it may take from an earlier stage.</summary>
    public bool HasEntrypoint
    {
        get
        {
            var withEntrypoint = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            string? stage = null;
            // The builder decides what an unusual Dockerfile means. An instruction could override its entrypoint.
            bool hasEntrypoint = Instructions is null;
            foreach (DockerfileInstruction instruction in Instructions ?? [])
            {
                if (instruction.Name == "FROM")
                {
                    hasEntrypoint = instruction.SplitArguments() is [var @base, ..] && withEntrypoint.Contains(@base);
                    stage = instruction.Stage;
                }

                hasEntrypoint |= instruction.Name == "ENTRYPOINT";
                if (stage is not null) _ = hasEntrypoint ? withEntrypoint.Add(stage) : withEntrypoint.Remove(stage);
            }

            return hasEntrypoint;
        }
    }

    private (IReadOnlyList<DockerfileInstruction>? Instructions, string? Problem) ReadInstructions(string text)
    {
        try
        {
            return ([.. new DockerfileReader(text, Escape).Read()], null);
        }
        catch (FormatException exception)
        {
            return (null, exception.Message);
        }
    }
}

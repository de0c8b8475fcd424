using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>The parser directives at the top of a Dockerfile, such as <c># escape=`</c>.</summary>
public sealed class DockerfileDirectives
{
    private static readonly Regex Directive = new(
        @"^\s*#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>.+)$", RegexOptions.CultureInvariant);

    private DockerfileDirectives(char escape, string? syntax)
    {
        Escape = escape;
        Syntax = syntax;
    }

    /// <summary>The character that escapes and that continues a line. A Dockerfile can set it to a backtick.</summary>
    public char Escape { get; }

    /// <summary>The frontend image that parses the Dockerfile (<c># syntax=</c>); null for the builder's own.</summary>
    public string? Syntax { get; }

    /// <summary>Reads the directives. They end at the first line that is not a directive, even if it is a comment.</summary>
    /// <param name="dockerfile">The Dockerfile's text.</param>
    /// <returns>The directives, or their defaults.</returns>
    public static DockerfileDirectives Parse(string dockerfile)
    {
        if (dockerfile is null) throw new ArgumentNullException(nameof(dockerfile));

        char escape = '\\';
        string? syntax = null;
        using var lines = new StringReader(dockerfile.TrimStart('\uFEFF'));
        while (lines.ReadLine() is { } line && Directive.Match(line) is { Success: true } match)
        {
            string value = match.Groups["value"].Value.TrimEnd();
            switch (match.Groups["name"].Value.ToUpperInvariant())
            {
                case "ESCAPE":
                    if (value is "`" or "\\") escape = value[0];
                    break;
                case "SYNTAX":
                    syntax = value;
                    break;
                case "CHECK":
                    break;
                default:
                    return new DockerfileDirectives(escape, syntax);
            }
        }

        return new DockerfileDirectives(escape, syntax);
    }
}

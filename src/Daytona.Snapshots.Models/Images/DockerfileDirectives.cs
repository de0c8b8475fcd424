using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>The parser directives at the top of a Dockerfile, such as <c># escape=`</c>.</summary>
/// <param name="Escape">The character that escapes and that continues a line. A Dockerfile can set it to a backtick.</param>
/// <param name="Syntax">The frontend image that parses the Dockerfile (<c># syntax=</c>); null for the builder's own.</param>
internal sealed record DockerfileDirectives(char Escape, string? Syntax)
{
    private static readonly Regex Directive = new(
        @"^\s*#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>.+)$", RegexOptions.CultureInvariant);

    private static readonly Regex Standard = new(
        @"^(docker\.io/)?docker/dockerfile(-upstream)?([:@]|\z)", RegexOptions.CultureInvariant);

    /// <summary>Whether the Dockerfile is written in Docker's own language. Another syntax may have other instructions.</summary>
    public bool IsStandard => Syntax is null || Standard.IsMatch(Syntax);

    /// <summary>Reads the directives. They end at the first line that is not a directive, even if it is a comment.</summary>
    /// <returns>The directives, or their defaults.</returns>
    public static DockerfileDirectives Parse(string dockerfile)
    {
        var directives = new DockerfileDirectives('\\', null);
        using var lines = new StringReader(dockerfile.TrimStart('\uFEFF'));
        while (lines.ReadLine() is { } line && Directive.Match(line) is { Success: true } match)
        {
            string value = match.Groups["value"].Value.TrimEnd();
            switch (match.Groups["name"].Value.ToUpperInvariant())
            {
                case "ESCAPE":
                    if (value is "`" or "\\") directives = directives with { Escape = value[0] };
                    break;
                case "SYNTAX":
                    directives = directives with { Syntax = value };
                    break;
                case "CHECK":
                    break;
                default:
                    return directives;
            }
        }

        return directives;
    }
}

using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>Finds the prose in a file, a paragraph at a time. A code span becomes □.</summary>
internal static partial class Prose
{
    private const string Span = "□";

    /// <summary>Finds the paragraphs, list items, headings and table rows of a page. Code blocks and comments are excluded.</summary>
    /// <param name="page">The page, with line feeds.</param>
    public static IEnumerable<string> InMarkdown(string page)
    {
        string prose = CodeSpan().Replace(CodeBlock().Replace(page, "\n\n"), Span).Replace("**", "", StringComparison.Ordinal);
        return Paragraphs(BlockStart().Replace(prose, "\n\n"));
    }

    /// <summary>Finds the XML comments and the string literals of a source file.</summary>
    /// <param name="source">The source, with line feeds.</param>
    public static IEnumerable<string> InCode(string source)
    {
        foreach (Match token in Token().Matches(source))
        {
            if (token.Groups["xml"] is { Success: true } xml)
            {
                string text = InlineElement().Replace(XmlCommentStart().Replace(xml.Value, ""), Span);
                foreach (string paragraph in Paragraphs(Element().Replace(text, "\n\n"))) yield return paragraph;
            }
            else if (token.Groups["text"] is { Success: true } literal)
            {
                yield return Hole().Replace(literal.Value, Span);
            }
        }
    }

    private static IEnumerable<string> Paragraphs(string text) =>
        text.Split("\n\n").Select(static paragraph => Space().Replace(paragraph, " ").Trim()).Where(static paragraph => paragraph.Length > 0);

    [GeneratedRegex(@"^[ ]*```.*?^[ ]*```[ ]*$|^([ ]{4,}|\t)[^\n]*$|<!--.*?-->", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"(`+)(?!`).+?(?<!`)\1(?!`)", RegexOptions.Singleline)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\n(?=[ ]*([-*|#]|\d+\.)[ |])|(?<=\n#.*)\n|^([ ]*([-*#]|\d+\.)+[ ])+", RegexOptions.Multiline)]
    private static partial Regex BlockStart();

    [GeneratedRegex("""
        (?<xml>(^[ ]*///.*\n)+)|//.*|/\*[\s\S]*?\*/|'(\\.|[^'\\])+'
        |\$*""{2}"(?<text>[\s\S]*?)""{2}"|(@\$?|\$@)"(?<text>([^"]|"")*)"|"(?<text>(\\.|[^"\\\n])*)"
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("^[ ]*///[ ]?", RegexOptions.Multiline)]
    private static partial Regex XmlCommentStart();

    [GeneratedRegex(@"<c>.*?</c>|<code>[\s\S]*?</code>|<(see|paramref|typeparamref)\b[^>]*/>")]
    private static partial Regex InlineElement();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Element();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

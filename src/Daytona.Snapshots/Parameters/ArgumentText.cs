using System.Management.Automation.Language;

namespace Daytona.Snapshots.Parameters;

/// <summary>Writes a text as an argument of a command.</summary>
internal static class ArgumentText
{
    /// <summary>
    /// The text itself if the shell does not change it, or in quotes. Without them, <c>-a</c> is a parameter, <c>1.10</c> a
    /// number, and a space or <c>@</c> ends the argument.
    /// </summary>
    public static string For(string text) => NeedsNoQuotes(text) ? text : Quote(text);

    /// <summary>The text in single quotes.</summary>
    public static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static bool NeedsNoQuotes(string text) =>
        text.All(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ':')
        && Parser.ParseInput("command " + text, out _, out ParseError[] errors) is { EndBlock.Statements: [PipelineAst pipeline] }
        && errors.Length == 0
        && pipeline.PipelineElements is [CommandAst { CommandElements: [_, StringConstantExpressionAst argument] }]
        && argument.Value == text;
}

/// <summary>The error of an argument transformation, whose message may repeat an argument of any length.</summary>
internal static class InvalidArgument
{
    public const int MaxMessage = 2000;

    public static ArgumentTransformationMetadataException Create(string problem, Exception? cause = null) => new(ErrorText.ShortenMiddle(problem, MaxMessage), cause);
}

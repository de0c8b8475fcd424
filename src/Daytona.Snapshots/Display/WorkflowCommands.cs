namespace Daytona.Snapshots.Display;

/// <summary>The commands of a CI system, which it reads from the log of a job.</summary>
public sealed class WorkflowCommands
{
    private WorkflowCommands(Func<string, string> beginGroup, string endGroup, Func<string, string, SourceLocation?, string> error) =>
        (BeginGroup, EndGroup, Error) = (beginGroup, endGroup, error);

    /// <summary>The command that begins a group of lines with a title.</summary>
    internal Func<string, string> BeginGroup { get; }

    /// <summary>The command that ends a group of lines.</summary>
    internal string EndGroup { get; }

    /// <summary>The command that shows an error with a title at a line of a file, or without a place if there is none.</summary>
    internal Func<string, string, SourceLocation?, string> Error { get; }

    /// <summary>A line for the log of the job that shows an error as an annotation. The steps for CI systems use it.</summary>
    /// <param name="title">The title.</param>
    /// <param name="message">The message.</param>
    /// <returns>The line; outside of a known CI system and if DAYTONA_CI_OUTPUT is off, without a command.</returns>
    public static string Annotate(string title, string message) =>
        Detect()?.Error(DisplayText.Clean(title), DisplayText.Clean(message), null) ?? DisplayText.Clean($"{title}: {message}");

    /// <summary>The commands of the CI system that runs this process.</summary>
    /// <returns>The commands, or null outside of a known CI system and if DAYTONA_CI_OUTPUT is off.</returns>
    internal static WorkflowCommands? Detect() => IsSet("DAYTONA_CI_OUTPUT", "off") ? null
        : IsSet("GITHUB_ACTIONS", "true") ? OfGitHub(Environment.GetEnvironmentVariable("GITHUB_WORKSPACE"))
        : IsSet("TF_BUILD", "true") ? OfAzure()
        : null;

    private static bool IsSet(string variable, string value) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);

    // https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    private static WorkflowCommands OfGitHub(string? workspace) => new(
        static title => $"::group::{Escape(title, "%25")}",
        "::endgroup::",
        (title, message, location) =>
        {
            string place = location is null ? "" : $"file={Escape(location.RelativeTo(workspace), "%25", ":,")},line={location.Line},";
            return $"::error {place}title={Escape(title, "%25", ":,")}::{Escape(message, "%25")}";
        });

    // https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    private static WorkflowCommands OfAzure() => new(
        static title => $"##[group]{title}",
        "##[endgroup]",
        static (title, message, location) =>
        {
            string place = location is null ? "" : $";sourcepath={Escape(location.Path, "%AZP25", ";]")};linenumber={location.Line}";
            return $"##vso[task.logissue type=error{place}]{Escape($"{title}: {message}", "%AZP25")}";
        });

    private static string Escape(string text, string percent, string special = "") => ("\r\n" + special).Aggregate(
        text.Replace("%", percent), static (escaped, character) => escaped.Replace($"{character}", $"%{(int)character:X2}"));
}

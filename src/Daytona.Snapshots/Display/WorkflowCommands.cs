namespace Daytona.Snapshots.Display;

/// <summary>The commands of a CI system, which it reads from the log of a job.</summary>
public abstract class WorkflowCommands
{
    private protected WorkflowCommands()
    {
    }

    /// <summary>The command that begins a group of lines.</summary>
    internal abstract string BeginGroup(string title);

    /// <summary>The command that ends a group of lines.</summary>
    internal abstract string EndGroup { get; }

    /// <summary>The command that shows an error at a line of a file, or without a place if there is none.</summary>
    internal abstract string Error(string title, string message, SourceLocation? location);

    /// <summary>A line for the log of the job that shows an error as an annotation. The steps for CI systems use it.</summary>
    /// <param name="title">The title.</param>
    /// <param name="message">The message.</param>
    /// <returns>The line; outside of a known CI system and if DAYTONA_CI_OUTPUT is off, without a command.</returns>
    public static string Annotate(string title, string message) =>
        Detect()?.Error(DisplayText.Clean(title), DisplayText.Clean(message), location: null) ?? DisplayText.Clean($"{title}: {message}");

    /// <summary>The commands of the CI system that runs this process.</summary>
    /// <returns>The commands, or null outside of a known CI system and if DAYTONA_CI_OUTPUT is off.</returns>
    internal static WorkflowCommands? Detect()
    {
        if (IsSet("DAYTONA_CI_OUTPUT", "off")) return null;
        if (IsSet("GITHUB_ACTIONS", "true")) return new GitHubCommands(Environment.GetEnvironmentVariable("GITHUB_WORKSPACE"));
        return IsSet("TF_BUILD", "true") ? new AzureCommands() : null;
    }

    private static bool IsSet(string variable, string value) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The workflow commands of GitHub Actions (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).</summary>
/// <param name="workspace">The folder of the repository; null if it is not known.</param>
internal sealed class GitHubCommands(string? workspace) : WorkflowCommands
{
    internal override string EndGroup => "::endgroup::";

    internal override string BeginGroup(string title) => $"::group::{EscapeText(title)}";

    internal override string Error(string title, string message, SourceLocation? location)
    {
        string place = location is null ? "" : $"file={EscapeProperty(location.RelativeTo(workspace))},line={location.Line},";
        return $"::error {place}title={EscapeProperty(title)}::{EscapeText(message)}";
    }

    private static string EscapeText(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string text) => EscapeText(text).Replace(":", "%3A").Replace(",", "%2C");
}

/// <summary>The logging commands of Azure Pipelines (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).</summary>
internal sealed class AzureCommands : WorkflowCommands
{
    internal override string EndGroup => "##[endgroup]";

    internal override string BeginGroup(string title) => $"##[group]{title}";

    internal override string Error(string title, string message, SourceLocation? location)
    {
        string place = location is null ? "" : $";sourcepath={EscapeProperty(location.Path)};linenumber={location.Line}";
        return $"##vso[task.logissue type=error{place}]{EscapeText($"{title}: {message}")}";
    }

    private static string EscapeText(string text) => text.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string text) => EscapeText(text).Replace(";", "%3B").Replace("]", "%5D");
}

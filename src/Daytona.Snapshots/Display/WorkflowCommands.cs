namespace Daytona.Snapshots.Display;

/// <summary>The commands of a CI system, which it reads from the log of a job.</summary>
internal abstract class WorkflowCommands
{
    /// <summary>The command that begins a group of lines.</summary>
    public abstract string BeginGroup(string title);

    /// <summary>The command that ends a group of lines.</summary>
    public abstract string EndGroup { get; }

    /// <summary>The command that shows an error at a line of a file, or without a place if there is none.</summary>
    public abstract string Error(string title, string message, SourceLocation? location);

    /// <summary>The commands of the CI system that runs this process.</summary>
    /// <returns>The commands, or null outside of a known CI system and if DAYTONA_CI_OUTPUT is off.</returns>
    public static WorkflowCommands? Detect()
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
    public override string EndGroup => "::endgroup::";

    public override string BeginGroup(string title) => $"::group::{EscapeText(title)}";

    public override string Error(string title, string message, SourceLocation? location)
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
    public override string EndGroup => "##[endgroup]";

    public override string BeginGroup(string title) => $"##[group]{title}";

    public override string Error(string title, string message, SourceLocation? location)
    {
        string place = location is null ? "" : $";sourcepath={EscapeProperty(location.Path)};linenumber={location.Line}";
        return $"##vso[task.logissue type=error{place}]{EscapeText($"{title}: {message}")}";
    }

    private static string EscapeText(string text) => text.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string text) => EscapeText(text).Replace(";", "%3B").Replace("]", "%5D");
}

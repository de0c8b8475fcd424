namespace Daytona.Snapshots.Display;

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

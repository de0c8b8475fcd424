namespace Daytona.Snapshots.Display;

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

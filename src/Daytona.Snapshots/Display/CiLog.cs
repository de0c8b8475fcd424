using System.Management.Automation.Host;

namespace Daytona.Snapshots.Display;

/// <summary>
/// Shows a creation in the log of a CI job: its states, its build log in a group, and a failure as an annotation. Every line
/// goes to the host, so that it is never part of a cmdlet's output. Used on the pipeline thread only.
/// </summary>
internal sealed class CiLog
{
    private readonly WorkflowCommands _commands;
    private readonly PSHostUserInterface _ui;
    private bool _isGroupOpen;

    private CiLog(WorkflowCommands commands, PSHostUserInterface ui) => (_commands, _ui) = (commands, ui);

    /// <summary>The log of the CI job that runs this process.</summary>
    /// <returns>The log, or null outside of a CI system and without a host that shows text.</returns>
    public static CiLog? Detect(PSHost host) =>
        WorkflowCommands.Detect() is { } commands && host.UI is { } ui ? new CiLog(commands, ui) : null;

    /// <summary>Writes a line that is safe to display.</summary>
    public void Write(string line) => _ui.WriteLine(line);

    /// <summary>Writes a line of a build log into the group, and opens it before the first one.</summary>
    public void WriteToGroup(string title, BuildLogLine line)
    {
        if (!_isGroupOpen) Write(_commands.BeginGroup(title));
        _isGroupOpen = true;
        Write(DisplayText.CleanLogLine(line.Text));
    }

    /// <summary>Ends the group if it is open.</summary>
    public void EndGroup()
    {
        if (_isGroupOpen) Write(_commands.EndGroup);
        _isGroupOpen = false;
    }

    /// <summary>Writes an annotation.</summary>
    public void WriteError(string title, string message, SourceLocation? location) =>
        Write(_commands.Error(DisplayText.Clean(title), DisplayText.Clean(message), location));
}

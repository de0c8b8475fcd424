using System.Management.Automation;
using Daytona.Snapshots.Connections;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes the current connection and its credential. Credentials of the environment are still found.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Daytona", HelpUri = HelpPages.Folder + "Disconnect-Daytona.md")]
[OutputType(typeof(void))]
public sealed class DisconnectDaytonaCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => CurrentConnection.Clear();
}

using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes the current connection and its credential. Credentials of the environment are still found.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Daytona", HelpUri = HelpFolder + "Disconnect-Daytona.md")]
[OutputType(typeof(void))]
public sealed class DisconnectDaytonaCommand : PipelineCmdlet
{
    private protected override void Process() => CurrentConnection.Clear();
}

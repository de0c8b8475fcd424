using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the connection that cmdlets use: the current one, or that of the environment or the Daytona CLI.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaConnection", HelpUri = HelpFolder + "Get-DaytonaConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetDaytonaConnectionCommand : PipelineCmdlet
{
    private protected override void Process()
    {
        if (CurrentConnection.Get() is { } connection) WriteObject(connection);
        else WriteVerbose("There is no connection. Run Connect-Daytona, or set $env:DAYTONA_API_KEY.");
    }
}

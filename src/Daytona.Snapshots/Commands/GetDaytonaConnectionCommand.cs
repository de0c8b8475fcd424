using System.Management.Automation;
using Daytona.Snapshots.Connections;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the connection that cmdlets use: the current one, or that of the environment or the Daytona CLI.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaConnection", HelpUri = HelpPages.Folder + "Get-DaytonaConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetDaytonaConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (CurrentConnection.Get() is { } connection)
            {
                WriteObject(connection);
            }
            else
            {
                WriteVerbose("There is no connection. Run Connect-Daytona, or set $env:DAYTONA_API_KEY.");
            }
        }
        catch (DaytonaException exception)
        {
            ThrowTerminatingError(ErrorRecords.For(exception, target: null, apiUrl: null).Record);
        }
    }
}

using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace Daytona.Snapshots.Tests;

/// <summary>
/// Ends the pipeline after its first object as Select-Object -First does, which is in a module that the hosted engine
/// has not: with an exception that the engine keeps to itself.
/// </summary>
[Cmdlet(VerbsCommon.Select, "First")]
public sealed class SelectFirstCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        Type stop = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(
            stop, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [(InternalCommand)this], null)!;
    }
}

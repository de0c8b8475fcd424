using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes warm pools. Sandboxes that are in use are not touched.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaWarmPool", SupportsShouldProcess = true, HelpUri = HelpFolder + "Remove-DaytonaWarmPool.md")]
[OutputType(typeof(void))]
public sealed class RemoveDaytonaWarmPoolCommand : WarmPoolCmdlet
{
    private protected override void Handle(ResourceReference reference, WarmPool? pool)
    {
        if (pool is null) Report(ErrorTable.WarmPoolNotFound.With(reference.Source, $"{reference}"));
        else if (ShouldProcess(DisplayText.Clean(pool.Snapshot), $"Remove warm pool of {pool.Size} sandboxes")) Await(stopping => Client.WarmPools.RemoveAsync(pool.Id, stopping));
    }
}

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the warm pools of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaWarmPool", HelpUri = HelpFolder + "Get-DaytonaWarmPool.md")]
[OutputType(typeof(WarmPool))]
public sealed class GetDaytonaWarmPoolCommand() : ListingCmdlet<WarmPool>(static client => client.WarmPools.ListAsync, static it => [it.Id, it.Snapshot])
{
    private protected override ErrorRow NotFound => ErrorTable.WarmPoolNotFound;
}

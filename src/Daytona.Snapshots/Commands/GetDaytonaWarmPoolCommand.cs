using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the warm pools of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaWarmPool", HelpUri = HelpFolder + "Get-DaytonaWarmPool.md")]
[OutputType(typeof(WarmPool))]
public sealed class GetDaytonaWarmPoolCommand : ListingCmdlet<WarmPool>
{
    private protected override Task<IReadOnlyList<WarmPool>> ListAsync(CancellationToken cancellationToken) =>
        Client.WarmPools.ListAsync(cancellationToken);

    private protected override IEnumerable<string> NamesOf(WarmPool item) => [item.Id, item.Snapshot];

    private protected override ErrorRow NotFound => ErrorTable.WarmPoolNotFound;
}

using System.Management.Automation;
using Daytona.Snapshots.Completion;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the warm pools of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaWarmPool", HelpUri = HelpFolder + "Get-DaytonaWarmPool.md")]
[OutputType(typeof(WarmPool))]
public sealed class GetDaytonaWarmPoolCommand : ListingCmdlet<WarmPool>
{
    /// <summary>Names of snapshots, IDs of pools or wildcards. By default, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override string[]? Wanted => Name;

    private protected override Task<IReadOnlyList<WarmPool>> ListAsync(CancellationToken cancellationToken) =>
        Client.WarmPools.ListAsync(cancellationToken);

    private protected override IEnumerable<string> NamesOf(WarmPool item) => [item.Id, item.Snapshot];

    private protected override ErrorRow NotFound => ErrorTable.WarmPoolNotFound;
}

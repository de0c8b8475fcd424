namespace Daytona.Snapshots.Completion;

/// <summary>Completes the IDs of regions.</summary>
public sealed class RegionCompleter : TimeLimitedCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> FindAsync(
        IDaytonaClient client, string word, CancellationToken cancellationToken) =>
        (await client.Regions.ListAsync(cancellationToken)).Select(region => (region.Id, region.Name));
}

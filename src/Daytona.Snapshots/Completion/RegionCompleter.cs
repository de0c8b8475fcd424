namespace Daytona.Snapshots.Completion;

/// <summary>Completes the IDs of regions.</summary>
public sealed class RegionCompleter : TimeLimitedCompleter
{
    private protected override async Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        foreach (Region region in await client.Regions.ListAsync(cancellationToken))
        {
            if (Begins(region.Id, word)) add(new CompletionCandidate(region.Id, region.Id, region.Name));
        }
    }
}

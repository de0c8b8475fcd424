namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of snapshots.</summary>
public sealed class SnapshotNameCompleter : TimeLimitedCompleter
{
    // More than a user would look through.
    private const int Enough = 200;

    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> FindAsync(
        IDaytonaClient client, string word, CancellationToken cancellationToken)
    {
        // The service matches the word anywhere in a name, so names that begin with it may be on any page.
        var found = new List<Snapshot>();
        using ISnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter { NameContains = word });
        while (found.Count < Enough && await pager.ReadAsync(cancellationToken) is { } snapshots)
        {
            found.AddRange(snapshots.Where(snapshot => snapshot.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)));
        }

        return found
            .OrderBy(static snapshot => snapshot.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static snapshot => (snapshot.Name, $"{snapshot.Name}: {snapshot.State}, created {snapshot.CreatedAt:g}"));
    }
}

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The temporary snapshots of updates that were killed. They are named and removed when the snapshot has been made again.</summary>
internal sealed class UpdateLeftovers(ClientSession session, SnapshotEndpoints endpoints, SnapshotFinder finder)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Finds the temporary snapshots of a name. No update that runs needs them once the name is taken again: its removal and its
    /// creation are only seconds apart.
    /// </summary>
    public async Task<IReadOnlyList<Snapshot>> FindAsync(string name, CancellationToken cancellationToken)
    {
        List<Snapshot> left = [];
        using SnapshotPager pager = finder.GetPager(new SnapshotFilter { NameContains = SnapshotName.TemporaryPrefix(name) });
        while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshots)
        {
            left.AddRange(snapshots.Where(snapshot =>
                !snapshot.General && SnapshotState.IsFinal(snapshot.State) && SnapshotName.FindReplaced(snapshot.Name) == name));
        }

        return left;
    }

    /// <summary>Removes them. A failure is only a warning.</summary>
    public async Task RemoveAsync(IReadOnlyList<Snapshot> left, CancellationToken cancellationToken)
    {
        var limit = new Deadline(MaxDuration, session.Time);
        foreach (Snapshot temporary in left)
        {
            try
            {
                session.Observer?.OnWarning($"Removing '{temporary.Name}', a leftover of an interrupted update.");
                await limit.RunAsync(token => endpoints.RemoveAsync(temporary.Id, token), cancellationToken).ConfigureAwait(false);
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
            {
                // Someone else removed it.
            }
            catch (DaytonaException exception)
            {
                session.Observer?.OnWarning($"'{temporary.Name}', a leftover of an interrupted update, could not be removed: {exception.Message}");
            }
        }
    }
}

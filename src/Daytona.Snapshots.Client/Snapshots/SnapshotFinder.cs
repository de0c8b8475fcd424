namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Finds snapshots by ID, by name and in listings.</summary>
internal sealed class SnapshotFinder(SnapshotEndpoints endpoints, AccountOrganization organization)
{
    /// <exception cref="ArgumentException">The filter asks for no snapshot.</exception>
    public SnapshotPager GetPager(SnapshotFilter? filter = null)
    {
        if (filter?.First < 1) throw new ArgumentException("SnapshotFilter.First must be at least 1.", nameof(filter));
        return new SnapshotPager(
            async (query, token) =>
            {
                SnapshotPage page = await endpoints.GetPageAsync(query, token).ConfigureAwait(false);
                organization.Note(page.Items.Count > 0 ? page.Items[0] : null);
                return page;
            },
            filter ?? new SnapshotFilter());
    }

    public async Task<Snapshot?> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(idOrName)) throw new ArgumentException("The snapshot's name is empty.", nameof(idOrName));
        if (!SnapshotName.FitsInPath(idOrName)) return await FindInListingAsync(idOrName, cancellationToken).ConfigureAwait(false);

        try
        {
            Snapshot snapshot = await endpoints.GetAsync(idOrName, cancellationToken).ConfigureAwait(false);
            EnsureMeant(snapshot, idOrName);
            organization.Note(snapshot);
            return snapshot;
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            return null;
        }
    }

    public async Task<Snapshot?> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        Snapshot? snapshot = SnapshotName.FitsInPath(id) ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return string.Equals(snapshot?.Id, id, StringComparison.OrdinalIgnoreCase) ? snapshot : null;
    }

    // Something that answers in the service's place must not pass another snapshot off as the one that was asked for.
    private static void EnsureMeant(Snapshot snapshot, string idOrName)
    {
        if (snapshot.Name == idOrName || string.Equals(snapshot.Id, idOrName, StringComparison.OrdinalIgnoreCase)) return;
        throw new UnexpectedResponseException("name", "is that of another snapshot");
    }

    private async Task<Snapshot?> FindInListingAsync(string name, CancellationToken cancellationToken)
    {
        using SnapshotPager pager = GetPager(new SnapshotFilter { NameContains = name });
        while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshots)
        {
            if (snapshots.FirstOrDefault(snapshot => snapshot.Name == name) is { } found) return found;
        }

        return null;
    }
}

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Makes snapshots match a list of definitions. A plan is made from one listing; before a change, each snapshot is read again.</summary>
internal sealed class SnapshotSync(SnapshotsClient client, IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions options)
{
    // A younger temporary snapshot may belong to an update that is running.
    private static readonly TimeSpan UpdateTime = TimeSpan.FromHours(1);

    // A younger snapshot may be one that another job creates now.
    private static readonly TimeSpan NewTime = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<SnapshotChange>> PlanAsync(CancellationToken cancellationToken)
    {
        Validate();
        List<Snapshot> listing = await ListAsync(cancellationToken).ConfigureAwait(false);
        // The newest comes first: an older one of the same name is being removed.
        ILookup<string, Snapshot> existing = listing.Where(static snapshot => !snapshot.General).ToLookup(static snapshot => snapshot.Name, StringComparer.Ordinal);
        List<SnapshotChange> plan = [];
        foreach (CreateSnapshotRequest request in requests)
        {
            plan.Add(await CompareAsync(request, existing[request.Name].FirstOrDefault(), cancellationToken).ConfigureAwait(false));
        }

        return [.. plan, .. FindUnlisted(listing)];
    }

    public async Task<IReadOnlyList<SnapshotChange>> RunAsync(CancellationToken cancellationToken)
    {
        Validate();
        // A refused credential, or a service that can't be reached, is not a failure of each snapshot.
        if (requests.Count > 0)
        {
            await client.Begin(options.Timeout, cancellationToken).RunAsync(token => client.FindAsync(requests[0].Name, token)).ConfigureAwait(false);
        }

        var reporting = new object();
        SnapshotChange[] changes = await BoundedParallel.SelectAsync(
            requests, options.ThrottleLimit, async (request, token) => Report(await SetAsync(request, token).ConfigureAwait(false)), cancellationToken)
            .ConfigureAwait(false);

        // Read now: the changes may have taken an hour.
        if (options.PrunePrefix is null) return changes;
        List<SnapshotChange> unlisted = FindUnlisted(await ListAsync(cancellationToken).ConfigureAwait(false));
        if (unlisted.Count == 0) return changes;
        if (changes.Any(static change => change.Failure is not null))
        {
            client.Session.Observer?.OnWarning($"Nothing was pruned, because not every snapshot of the list could be set. {unlisted.Count} would be removed.");
            return changes;
        }

        if (options.ConfirmPruneAsync is { } confirm && !await confirm(unlisted, cancellationToken).ConfigureAwait(false)) return changes;

        SnapshotChange[] removals = await BoundedParallel.SelectAsync(
            unlisted, options.ThrottleLimit, async (change, token) => Report(await RemoveAsync(change, token).ConfigureAwait(false)), cancellationToken)
            .ConfigureAwait(false);
        return [.. changes, .. removals];

        SnapshotChange Report(SnapshotChange change)
        {
            lock (reporting) options.OnResult?.Invoke(change);
            return change;
        }
    }

    /// <exception cref="ArgumentException">The list or the prefix is not usable.</exception>
    private void Validate()
    {
        if (options.ThrottleLimit < 1) throw new ArgumentException("SyncSnapshotOptions.ThrottleLimit must be at least 1.", nameof(options));
        string? twice = requests.GroupBy(static request => request.Name, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1)?.Key;
        if (twice is not null) throw new ArgumentException($"'{twice}' is defined more than once.", nameof(requests));
        if (options.PrunePrefix is not { } prefix) return;
        if (requests.Count == 0) throw new ArgumentException("The list is empty: pruning would remove every snapshot with the prefix.", nameof(requests));
        if (string.IsNullOrWhiteSpace(prefix) || prefix.IndexOfAny(['*', '?', '[', ']']) >= 0)
        {
            throw new ArgumentException($"'{prefix}' is not a prefix: it must not be empty or contain wildcards.", nameof(options));
        }
    }

    private static async Task<SnapshotChange> CompareAsync(CreateSnapshotRequest request, Snapshot? existing, CancellationToken cancellationToken)
    {
        try
        {
            return (await SnapshotComparison.CompareAsync(request, existing, earlier: null, cancellationToken).ConfigureAwait(false)).Change;
        }
        catch (DaytonaException exception) when (exception is BuildContextException or UnexpectedResponseException)
        {
            return new SnapshotChange { Name = request.Name, Action = SnapshotAction.None, Failure = exception };
        }
    }

    private Task<List<Snapshot>> ListAsync(CancellationToken cancellationToken) =>
        client.Begin(options.Timeout, cancellationToken).RunAsync(async token =>
        {
            List<Snapshot> listing = [];
            await foreach (Snapshot snapshot in client.ListAsync(filter: null, token).ConfigureAwait(false)) listing.Add(snapshot);
            return listing;
        });

    private List<SnapshotChange> FindUnlisted(List<Snapshot> listing)
    {
        if (options.PrunePrefix is not { } prefix) return [];
        var listed = new HashSet<string>(requests.Select(static request => request.Name), StringComparer.Ordinal);
        return
        [
            .. listing
                .Where(snapshot => !snapshot.General
                    && snapshot.State != SnapshotState.Removing
                    && snapshot.Name.StartsWith(prefix, StringComparison.Ordinal)
                    && !listed.Contains(snapshot.Name)
                    && !IsPartOfUpdate(snapshot)
                    && !IsInWork(snapshot))
                .OrderBy(static snapshot => snapshot.Name, StringComparer.Ordinal)
                .Select(static snapshot => new SnapshotChange { Name = snapshot.Name, Action = SnapshotAction.Remove, Snapshot = snapshot }),
        ];
    }

    private bool IsPartOfUpdate(Snapshot snapshot) =>
        SnapshotName.FindReplaced(snapshot.Name) is not null && client.Session.ServiceClock.AgeOf(snapshot.CreatedAt) < UpdateTime;

    /// <summary>Whether another job most likely creates the snapshot now. The next run removes what is left.</summary>
    private bool IsInWork(Snapshot snapshot)
    {
        string? reason = !SnapshotState.IsFinal(snapshot.State) ? $"it is {snapshot.State}"
            : client.Session.ServiceClock.AgeOf(snapshot.CreatedAt) < NewTime ? $"it was created less than {NewTime.TotalMinutes:0} minutes ago"
            : null;
        if (reason is not null) client.Session.Observer?.OnWarning($"'{snapshot.Name}' is not pruned, because {reason}. The next synchronization removes it if it is still not in the list.");
        return reason is not null;
    }

    private async Task<SnapshotChange> SetAsync(CreateSnapshotRequest request, CancellationToken cancellationToken)
    {
        var planned = new SnapshotChange { Name = request.Name, Action = SnapshotAction.None };
        SetSnapshotOptions noting = options with
        {
            ConfirmAsync = (change, token) =>
            {
                planned = change;
                return options.ConfirmAsync?.Invoke(change, token) ?? Task.FromResult(true);
            },
        };
        try
        {
            return await client.SetAsync(request, noting, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            return planned with { Failure = exception };
        }
    }

    private async Task<SnapshotChange> RemoveAsync(SnapshotChange change, CancellationToken cancellationToken)
    {
        if (options.ConfirmAsync is { } confirm && !await confirm(change, cancellationToken).ConfigureAwait(false)) return change;
        try
        {
            await client.RemoveAsync(change.Snapshot!, new ChangeSnapshotOptions { Timeout = options.Timeout }, cancellationToken).ConfigureAwait(false);
            return change with { Applied = true };
        }
        catch (DaytonaException exception)
        {
            return change with { Failure = exception };
        }
    }
}

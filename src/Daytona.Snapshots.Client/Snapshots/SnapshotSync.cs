namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Makes snapshots match a list of definitions. A plan is made from one listing; before a change, each snapshot is read again.</summary>
internal sealed class SnapshotSync(ClientSession session, SnapshotFinder finder, SnapshotSetter setter, SnapshotRemoval removal)
{
    // A younger temporary snapshot may belong to an update that is running.
    private static readonly TimeSpan UpdateTime = TimeSpan.FromHours(1);

    // A younger snapshot may be one that another job creates now.
    private static readonly TimeSpan NewTime = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<SnapshotChange>> PlanAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions options, CancellationToken cancellationToken)
    {
        Validate(requests, options);
        IReadOnlyList<Snapshot> listing = await ListAsync(options, cancellationToken).ConfigureAwait(false);
        Dictionary<string, Snapshot> existing = ByName(listing);
        List<SnapshotChange> plan = [];
        foreach (CreateSnapshotRequest request in requests)
        {
            plan.Add(await CompareAsync(request, existing, cancellationToken).ConfigureAwait(false));
        }

        return [.. plan, .. FindUnlisted(listing, requests, options)];
    }

    public async Task<IReadOnlyList<SnapshotChange>> RunAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions options, CancellationToken cancellationToken)
    {
        Validate(requests, options);
        // A refused credential, or a service that can't be reached, is not a failure of each snapshot.
        if (requests.Count > 0)
        {
            await new Deadline(options.Timeout, session.Time).RunAsync(token => finder.FindAsync(requests[0].Name, token), cancellationToken)
                .ConfigureAwait(false);
        }

        var reporting = new object();
        SnapshotChange[] changes = await BoundedParallel.SelectAsync(
            requests, options.ThrottleLimit, async (request, token) => Report(await SetAsync(request, options, token).ConfigureAwait(false)), cancellationToken)
            .ConfigureAwait(false);

        // Read now: the changes may have taken an hour.
        if (options.PrunePrefix is null) return changes;
        List<SnapshotChange> unlisted = FindUnlisted(await ListAsync(options, cancellationToken).ConfigureAwait(false), requests, options);
        if (unlisted.Count == 0) return changes;
        if (changes.Any(static change => change.Failure is not null))
        {
            session.Observer?.OnWarning($"Nothing was pruned, because not every snapshot of the list could be set. {unlisted.Count} would be removed.");
            return changes;
        }

        if (options.ConfirmPruneAsync is { } confirm && !await confirm(unlisted, cancellationToken).ConfigureAwait(false)) return changes;

        SnapshotChange[] removals = await BoundedParallel.SelectAsync(
            unlisted, options.ThrottleLimit, async (change, token) => Report(await RemoveAsync(change, options, token).ConfigureAwait(false)), cancellationToken)
            .ConfigureAwait(false);
        return [.. changes, .. removals];

        SnapshotChange Report(SnapshotChange change)
        {
            lock (reporting) options.OnResult?.Invoke(change);
            return change;
        }
    }

    /// <exception cref="ArgumentException">The list or the prefix is not usable.</exception>
    private static void Validate(IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions options)
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

    private static Dictionary<string, Snapshot> ByName(IReadOnlyList<Snapshot> listing)
    {
        var existing = new Dictionary<string, Snapshot>(StringComparer.Ordinal);
        foreach (Snapshot snapshot in listing)
        {
            // The newest comes first: an older one of the same name is being removed.
            if (!snapshot.General && !existing.ContainsKey(snapshot.Name)) existing.Add(snapshot.Name, snapshot);
        }

        return existing;
    }

    private static Snapshot? Find(Dictionary<string, Snapshot> existing, string name) =>
        existing.TryGetValue(name, out Snapshot? snapshot) ? snapshot : null;

    private static async Task<SnapshotChange> CompareAsync(
        CreateSnapshotRequest request, Dictionary<string, Snapshot> existing, CancellationToken cancellationToken)
    {
        try
        {
            return await SnapshotComparison.RunAsync(request, Find(existing, request.Name), cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is BuildContextException or UnexpectedResponseException)
        {
            return new SnapshotChange { Name = request.Name, Action = SnapshotAction.None, Failure = exception };
        }
    }

    private async Task<IReadOnlyList<Snapshot>> ListAsync(SyncSnapshotOptions options, CancellationToken cancellationToken)
    {
        List<Snapshot> listing = [];
        using SnapshotPager pager = finder.GetPager();
        var deadline = new Deadline(options.Timeout, session.Time);
        while (await deadline.RunAsync(pager.ReadAsync, cancellationToken).ConfigureAwait(false) is { } snapshots) listing.AddRange(snapshots);
        return listing;
    }

    private List<SnapshotChange> FindUnlisted(
        IReadOnlyList<Snapshot> listing, IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions options)
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
        SnapshotName.FindReplaced(snapshot.Name) is not null && session.ServiceClock.AgeOf(snapshot.CreatedAt) < UpdateTime;

    /// <summary>Whether another job most likely creates the snapshot now. The next run removes what is left.</summary>
    private bool IsInWork(Snapshot snapshot)
    {
        string? reason = !SnapshotState.IsFinal(snapshot.State) ? $"it is {snapshot.State}"
            : session.ServiceClock.AgeOf(snapshot.CreatedAt) < NewTime ? $"it was created less than {NewTime.TotalMinutes:0} minutes ago"
            : null;
        if (reason is not null) session.Observer?.OnWarning($"'{snapshot.Name}' is not pruned, because {reason}. The next synchronization removes it if it is still not in the list.");
        return reason is not null;
    }

    private async Task<SnapshotChange> SetAsync(
        CreateSnapshotRequest request, SyncSnapshotOptions options, CancellationToken cancellationToken)
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
            return await setter.RunAsync(request, noting, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            return planned with { Failure = exception };
        }
    }

    private async Task<SnapshotChange> RemoveAsync(SnapshotChange change, SyncSnapshotOptions options, CancellationToken cancellationToken)
    {
        if (options.ConfirmAsync is { } confirm && !await confirm(change, cancellationToken).ConfigureAwait(false)) return change;
        try
        {
            var removing = new ChangeSnapshotOptions { Timeout = options.Timeout };
            await removal.RunAsync(change.Snapshot!, removing, cancellationToken).ConfigureAwait(false);
            return change with { Applied = true };
        }
        catch (DaytonaException exception)
        {
            return change with { Failure = exception };
        }
    }
}

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>Making snapshots match definitions.</content>
public partial class SnapshotsClient
{
    // Limits the repetitions if others change the snapshot at the same time.
    private const int MaxSetAttempts = 3;

    private static readonly TimeSpan MaxLeftoverRemoval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Makes a snapshot match its definition: creates it, replaces it by one that was first built under a temporary name,
    /// enables it, or leaves it unchanged. Waits for a snapshot that is being created or removed; replaces one that failed.
    /// </summary>
    /// <param name="request">The definition. Without an image or a build, the existing snapshot keeps its own.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the change, as it cancels a creation or an update.</param>
    /// <returns>The action, the differences, and the snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed, the existing one is general or was disabled a moment ago, or there is no source.</exception>
    /// <exception cref="SnapshotUpdateException">The change stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="BuildContextException">A file can't be read or sent, or changed meanwhile.</exception>
    public virtual Task<SnapshotChange> SetAsync(
        CreateSnapshotRequest request, SetSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        SetAsync(Required(request), options ??= new SetSnapshotOptions(), Begin(options.Timeout, cancellationToken));

    /// <summary>Compares snapshots with a list of definitions, and sends only read requests.</summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">The snapshots to prune; null for none.</param>
    /// <returns>The changes that <see cref="SyncAsync"/> would make, in the order of the list; removals at the end.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    public virtual async Task<IReadOnlyList<SnapshotChange>> PlanAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sync = new SnapshotSync(this, Required(requests), options ?? new SyncSnapshotOptions());
        IReadOnlyList<SnapshotChange> plan = await sync.PlanAsync(cancellationToken).ConfigureAwait(false);
        await _client.WarmPools.WarnAsync(plan, cancellationToken).ConfigureAwait(false);
        return plan;
    }

    /// <summary>
    /// Makes snapshots match a list of definitions, several at once, and optionally removes those that are no longer listed. A
    /// failure does not end the others; after a failure, nothing is pruned. If nothing differs, sends only read requests.
    /// </summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">The time limit, callbacks, and the snapshots to prune; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the changes. Another call completes them.</param>
    /// <returns>The changes, in the order of the list; removals at the end. A failed change has its error.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    public virtual Task<IReadOnlyList<SnapshotChange>> SyncAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        new SnapshotSync(this, Required(requests), options ?? new SyncSnapshotOptions()).RunAsync(cancellationToken);

    /// <summary>
    /// Removes the temporary snapshots of updates of a name that were killed, now that the name is taken again. No update that runs needs
    /// them: its removal and its creation are only seconds apart. A failure is only reported.
    /// </summary>
    /// <param name="own">The name of the caller's temporary snapshot; null for none.</param>
    internal async Task RemoveLeftoversAsync(string name, string? own, Deadline deadline)
    {
        // A cancellation comes too late for the change, and ends only this.
        if (deadline.Caller.IsCancellationRequested) return;
        Deadline limit = Begin(MaxLeftoverRemoval, CancellationToken.None);
        try
        {
            List<Snapshot> left = await new Deadline(Deadline.FinalReadTime, limit).RunAsync(FindAsync).ConfigureAwait(false);
            foreach (Snapshot temporary in left) await RemoveAsync(temporary).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            Observer?.OnNotice($"Leftovers of earlier updates of '{name}' could not be searched for: {exception.Message}");
        }

        async Task<List<Snapshot>> FindAsync(CancellationToken cancellationToken)
        {
            List<Snapshot> found = [];
            var filter = new SnapshotFilter { NameContains = SnapshotName.TemporaryPrefix(name) };
            await foreach (Snapshot snapshot in ListAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                bool isTemporary = SnapshotName.FindReplaced(snapshot.Name) == name && snapshot.Name != own;
                if (isTemporary && !snapshot.General && SnapshotState.IsFinal(snapshot.State)) found.Add(snapshot);
            }

            return found;
        }

        async Task RemoveAsync(Snapshot temporary)
        {
            try
            {
                Observer?.OnWarning($"Removing '{temporary.Name}', a leftover of an interrupted update.");
                await limit.RunAsync(token => DeleteAsync(temporary.Id, token)).ConfigureAwait(false);
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
            {
                // Someone else removed it.
            }
            catch (DaytonaException exception)
            {
                Observer?.OnWarning($"'{temporary.Name}', a leftover of an interrupted update, could not be removed: {exception.Message}");
            }
        }
    }

    private async Task<SnapshotChange> SetAsync(CreateSnapshotRequest request, SetSnapshotOptions options, Deadline deadline)
    {
        BuildSource? source = null;
        for (int attempt = 1; ; attempt++)
        {
            Snapshot? existing = await deadline.RunAsync(token => FindAsync(request.Name, token)).ConfigureAwait(false);
            if (attempt > 1 && (attempt > MaxSetAttempts || existing is { General: true }))
            {
                throw new SnapshotException(SnapshotFailure.NameTaken, request.Name, $"'{request.Name}' is taken by another snapshot.") { Snapshot = existing };
            }

            existing = await WaitUntilSettledAsync(existing, options, deadline).ConfigureAwait(false);
            CreateSnapshotRequest wanted = options.KeepEntrypoint && request.HasSource && existing is { General: false }
                ? SnapshotComparison.KeepEntrypoint(request, existing)
                : request;
            (SnapshotChange change, source) = await SnapshotComparison.CompareAsync(wanted, existing, source, deadline.Caller).ConfigureAwait(false);
            if (options.Force && change.Action is SnapshotAction.None or SnapshotAction.Enable) change = change with { Action = SnapshotAction.Replace };
            await deadline.RunAsync(token => _client.WarmPools.WarnAsync([change], token)).ConfigureAwait(false);
            if (change.Action == SnapshotAction.None) return change;
            if (options.ConfirmAsync is { } confirm && !await deadline.ExcludeAsync(() => confirm(change, deadline.Caller)).ConfigureAwait(false)) return change;

            Snapshot? result = await ApplyAsync(change, request, options, deadline, source).ConfigureAwait(false);
            if (result is not null) return change with { Snapshot = result, Applied = true };
        }
    }

    /// <summary>Waits while a snapshot is being created or removed.</summary>
    /// <returns>The snapshot, or null if there is none.</returns>
    private async Task<Snapshot?> WaitUntilSettledAsync(Snapshot? snapshot, SetSnapshotOptions options, Deadline deadline)
    {
        if (snapshot is null or { General: true } || SnapshotState.IsFinal(snapshot.State)) return snapshot;

        Observer?.OnNotice($"'{snapshot.Name}' is {snapshot.State}: waiting until this has ended.");
        var wait = new SnapshotWaitOptions { Until = static now => SnapshotState.IsFinal(now.State), OnChange = options.OnStateChange };
        return await WaitAsync(snapshot, wait, deadline).ConfigureAwait(false);
    }

    /// <returns>The snapshot after the change; null if someone else created one of that name meanwhile.</returns>
    private async Task<Snapshot?> ApplyAsync(
        SnapshotChange change, CreateSnapshotRequest request, SetSnapshotOptions options, Deadline deadline, BuildSource? source) => change.Action switch
        {
            SnapshotAction.Create => await CreateAgainAsync(request, options, deadline).ConfigureAwait(false),
            SnapshotAction.Enable => await EnableAsync(
                change.Snapshot!, new ChangeSnapshotOptions { Wait = true, OnStateChange = options.OnStateChange }, deadline).ConfigureAwait(false),
            _ => await new SnapshotUpdate(this, change.Snapshot!, options, deadline).RunAsync(request, source).ConfigureAwait(false),
        };

    private async Task<Snapshot?> CreateAgainAsync(CreateSnapshotRequest request, SetSnapshotOptions options, Deadline deadline)
    {
        try
        {
            Validate(request);
            SnapshotCreation creation = await CreateAsync(request, options, deadline).ConfigureAwait(false);
            await RemoveLeftoversAsync(request.Name, own: null, deadline).ConfigureAwait(false);
            return creation.Snapshot;
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NameTaken)
        {
            return null;
        }
    }
}

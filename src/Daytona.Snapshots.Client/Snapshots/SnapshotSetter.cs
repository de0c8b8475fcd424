namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Makes a snapshot match its definition.</summary>
internal sealed class SnapshotSetter(
    ClientSession session,
    UpdateLeftovers leftovers,
    SnapshotFinder finder,
    SnapshotWaiter waiter,
    SnapshotCreator creator,
    SnapshotUpdater updater,
    SnapshotActivation activation)
{
    // Limits the repetitions if others change the snapshot at the same time.
    private const int MaxAttempts = 3;

    public async Task<SnapshotChange> CompareAsync(CreateSnapshotRequest request, CancellationToken cancellationToken) =>
        await SnapshotComparison.RunAsync(
            request, await finder.FindAsync(request.Name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<SnapshotChange> RunAsync(CreateSnapshotRequest request, SetSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        Snapshot? existing = await deadline.RunAsync(token => finder.FindAsync(request.Name, token), cancellationToken).ConfigureAwait(false);
        return await RunAsync(request, existing, options, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="request">The definition.</param>
    /// <param name="existing">The snapshot of that name, as read a moment ago; null if there is none.</param>
    /// <param name="options">The callbacks.</param>
    /// <param name="deadline">The time limit.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    public async Task<SnapshotChange> RunAsync(
        CreateSnapshotRequest request,
        Snapshot? existing,
        SetSnapshotOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            existing = await WaitUntilSettledAsync(existing, options, deadline, cancellationToken).ConfigureAwait(false);
            SnapshotChange change = await CompareAsync(request, existing, options, cancellationToken).ConfigureAwait(false);
            if (change.Action == SnapshotAction.None || !await ConfirmAsync(change, options, deadline, cancellationToken).ConfigureAwait(false))
            {
                return change;
            }

            Snapshot? result = await ApplyAsync(change, request, options, deadline, cancellationToken).ConfigureAwait(false);
            if (result is not null) return change with { Snapshot = result, Applied = true };

            existing = await deadline.RunAsync(token => finder.FindAsync(request.Name, token), cancellationToken).ConfigureAwait(false);
            if (attempt == MaxAttempts || existing is { General: true })
            {
                throw new SnapshotException(SnapshotFailure.NameTaken, request.Name, $"'{request.Name}' is taken by another snapshot.") { Snapshot = existing };
            }
        }
    }

    private static async Task<SnapshotChange> CompareAsync(
        CreateSnapshotRequest request, Snapshot? existing, SetSnapshotOptions options, CancellationToken cancellationToken)
    {
        if (options.KeepEntrypoint && existing is { General: false }) request = SnapshotInheritance.KeepEntrypoint(request, existing);
        SnapshotChange change = await SnapshotComparison.RunAsync(request, existing, cancellationToken).ConfigureAwait(false);
        return options.Force && change.Action is SnapshotAction.None or SnapshotAction.Enable ? change with { Action = SnapshotAction.Replace } : change;
    }

    private static async Task<bool> ConfirmAsync(
        SnapshotChange change, SetSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken) =>
        options.ConfirmAsync is not { } confirm
        || await deadline.ExcludeAsync(() => confirm(change, cancellationToken)).ConfigureAwait(false);

    /// <summary>Waits while a snapshot is being created or removed.</summary>
    /// <returns>The snapshot, or null if there is none.</returns>
    private async Task<Snapshot?> WaitUntilSettledAsync(
        Snapshot? snapshot, SetSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        if (snapshot is null or { General: true } || SnapshotState.IsFinal(snapshot.State)) return snapshot;

        session.Observer?.OnNotice($"'{snapshot.Name}' is {snapshot.State}: waiting until this has ended.");
        return await waiter.WaitAsync(
            snapshot.Id,
            new SnapshotWaitOptions
            {
                Until = static now => SnapshotState.IsFinal(now.State),
                Timeout = deadline.Remaining,
                OnChange = options.OnStateChange,
                Known = snapshot,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The snapshot after the change; null if someone else created one of that name meanwhile.</returns>
    private async Task<Snapshot?> ApplyAsync(
        SnapshotChange change, CreateSnapshotRequest request, SetSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        switch (change.Action)
        {
            case SnapshotAction.Create:
                return await CreateAsync(request, options, deadline, cancellationToken).ConfigureAwait(false);
            case SnapshotAction.Enable:
                var enabling = new ChangeSnapshotOptions { Wait = true, Timeout = deadline.Remaining, OnStateChange = options.OnStateChange };
                return await activation.RunAsync(change.Snapshot!, enabling, cancellationToken).ConfigureAwait(false);
            default:
                var updating = new UpdateSnapshotOptions
                {
                    Timeout = deadline.Remaining,
                    OnStateChange = options.OnStateChange,
                    OnLogLine = options.OnLogLine,
                    OnUpload = options.OnUpload,
                    VerifyAsync = options.VerifyAsync,
                    KeepEntrypoint = options.KeepEntrypoint,
                };
                return await updater.RunAsync(change.Snapshot!, request, updating, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Snapshot?> CreateAsync(
        CreateSnapshotRequest request, SetSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        IReadOnlyList<Snapshot> left = await deadline.RunAsync(token => leftovers.FindAsync(request.Name, token), cancellationToken)
            .ConfigureAwait(false);
        var creating = new CreateSnapshotOptions
        {
            Timeout = deadline.Remaining,
            OnStateChange = options.OnStateChange,
            OnLogLine = options.OnLogLine,
            OnUpload = options.OnUpload,
        };
        try
        {
            SnapshotCreation creation = await creator.RunAsync(
                request with { RegionId = request.RegionId ?? options.DefaultRegionId }, creating, cancellationToken).ConfigureAwait(false);
            await leftovers.RemoveAsync(left, cancellationToken).ConfigureAwait(false);
            return creation.Snapshot;
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NameTaken)
        {
            return null;
        }
    }
}

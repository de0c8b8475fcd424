namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The snapshot that an update builds first, and removes at its end unless it must be kept.</summary>
internal sealed class TemporarySnapshot(
    string name, SnapshotEndpoints endpoints, SnapshotFinder finder, TimeProvider time, IClientObserver? observer)
{
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(500);
    private const int MaxPolls = 3;

    private Snapshot? _snapshot;
    private bool _mustBeRemoved;

    public string Name => name;

    /// <summary>The snapshot may exist from now on.</summary>
    public void Expect() => _mustBeRemoved = true;

    /// <summary>The snapshot exists and must be removed.</summary>
    public void Note(Snapshot snapshot) => (_snapshot, _mustBeRemoved) = (snapshot, true);

    /// <summary>The snapshot does not exist, or contains the only build.</summary>
    public void Keep() => (_snapshot, _mustBeRemoved) = (null, false);

    /// <summary>Removes it in any state.</summary>
    /// <param name="isCanceled">Whether the caller has canceled, so that no warning is shown.</param>
    public async Task RemoveAsync(bool isCanceled)
    {
        if (!_mustBeRemoved) return;
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(RemovalTime);
        try
        {
            if (await FindAsync(limit.Token).ConfigureAwait(false) is not { } snapshot) return;
            bool isConfirmed = await endpoints.RemoveAsync(snapshot.Id, limit.Token).ConfigureAwait(false);
            if (!isConfirmed && !await IsGoneAsync(limit.Token).ConfigureAwait(false)) Warn("the removal had no effect.");
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            // Someone else removed it.
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            if (isCanceled) return;
            // The time for the removal may be over, and the service may have removed it.
            using CancellationTokenSource final = time.CreateCancellationTokenSource(RemovalTime);
            if (!await IsGoneAsync(final.Token).ConfigureAwait(false)) Warn(exception.Message);
        }

        void Warn(string reason) => observer?.OnWarning($"The temporary snapshot '{name}' could not be removed: {reason}");
    }

    // The response to its removal may be lost.
    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _snapshot is not null
                && await finder.FindByIdAsync(_snapshot.Id, cancellationToken).ConfigureAwait(false) is null or { State: SnapshotState.Removing };
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            return false;
        }
    }

    // The response to its creation may be lost, and the service may be a moment late.
    private async Task<Snapshot?> FindAsync(CancellationToken cancellationToken)
    {
        for (int poll = 0; _snapshot is null && poll < MaxPolls; poll++)
        {
            if (poll > 0) await time.Delay(PollDelay, cancellationToken).ConfigureAwait(false);
            _snapshot = await finder.FindAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return _snapshot;
    }
}

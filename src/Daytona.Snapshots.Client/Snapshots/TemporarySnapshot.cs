namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The snapshot that an update builds first, and removes at its end unless it must be kept.</summary>
internal sealed class TemporarySnapshot(SnapshotsClient client, string name)
{
    /// <summary>The time for the removal, after the time limit of the update.</summary>
    public static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(10);

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
    public async Task RemoveAsync(bool isCanceled)
    {
        if (!_mustBeRemoved) return;
        var limit = new Deadline(RemovalTime, client.Session.Time);
        try
        {
            await limit.RunAsync(
                async token =>
                {
                    if (await FindAsync(token).ConfigureAwait(false) is not { } snapshot) return;
                    bool isConfirmed = await client.DeleteAsync(snapshot.Id, token).ConfigureAwait(false);
                    if (!isConfirmed && !await IsGoneAsync(token).ConfigureAwait(false)) Warn("The removal had no effect.");
                }).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            // Someone else removed it.
        }
        catch (DaytonaException exception)
        {
            if (isCanceled) return;
            // The service may have removed it.
            if (await limit.ReadFinallyAsync(IsGoneAsync).ConfigureAwait(false) is not { Value: true }) Warn(exception is SnapshotTimeoutException ? $"The service did not respond within {RemovalTime.TotalSeconds:0} s." : exception.Message);
        }

        void Warn(string reason) => client.Session.Observer?.OnWarning(
            $"The temporary snapshot '{name}' could not be removed: {reason.TrimEnd('.')}. To remove it, run Remove-DaytonaSnapshot {name}.");
    }

    // The response to its removal may be lost.
    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken) =>
        _snapshot is not null
        && await client.FindByIdAsync(_snapshot.Id, cancellationToken).ConfigureAwait(false) is null or { State: SnapshotState.Removing };

    // The response to its creation may be lost, and the service may be a moment late.
    private async Task<Snapshot?> FindAsync(CancellationToken cancellationToken)
    {
        for (int poll = 0; _snapshot is null && poll < MaxPolls; poll++)
        {
            if (poll > 0) await client.Session.Time.Delay(PollDelay, cancellationToken).ConfigureAwait(false);
            _snapshot = await client.FindAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return _snapshot;
    }
}

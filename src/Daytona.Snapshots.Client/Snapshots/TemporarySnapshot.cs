using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The snapshot that an update builds first, and removes at its end unless it must be kept.</summary>
internal sealed class TemporarySnapshot(SnapshotsClient client, string name) : TemporaryResource(client.Session, TimeSpan.FromSeconds(10))
{
    private Snapshot? _snapshot;

    public string Name => name;

    /// <summary>The snapshot exists and must be removed.</summary>
    public void Note(Snapshot snapshot) => (_snapshot, MustBeRemoved) = (snapshot, true);

    /// <summary>The snapshot contains the only build.</summary>
    public void Keep() => (_snapshot, MustBeRemoved) = (null, false);

    protected override async Task<bool> TryRemoveAsync(CancellationToken cancellationToken)
    {
        if ((_snapshot ??= await client.FindAsync(name, cancellationToken).ConfigureAwait(false)) is not { } snapshot) return false;
        try
        {
            return await client.DeleteAsync(snapshot.Id, cancellationToken).ConfigureAwait(false) || await IsGoneAsync(cancellationToken).ConfigureAwait(false)
                ? true
                : throw new SnapshotException(SnapshotFailure.NotApplied, snapshot, "The removal had no effect.");
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            // Someone else removed it.
            return true;
        }
    }

    protected override async Task<bool> IsGoneAsync(CancellationToken cancellationToken) =>
        _snapshot is not null
        && await client.FindByIdAsync(_snapshot.Id, cancellationToken).ConfigureAwait(false) is null or { State: SnapshotState.Removing };

    protected override string Describe(string reason, bool exists) =>
        $"The temporary snapshot '{name}' could not be removed: {reason}. To remove it, run Remove-DaytonaSnapshot {name}.";
}

namespace Daytona.Snapshots;

/// <summary>
/// A listing that is read in parts. It is complete and has no duplicates, even if snapshots are created or removed meanwhile.
/// Disposing it ends its requests.
/// </summary>
public interface ISnapshotPager : IDisposable
{
    /// <summary>Reads the next snapshots, the newest first.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>At least one snapshot, or null at the end.</returns>
    /// <exception cref="DaytonaApiException">The service refused.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached.</exception>
    Task<IReadOnlyList<Snapshot>?> ReadAsync(CancellationToken cancellationToken = default);
}

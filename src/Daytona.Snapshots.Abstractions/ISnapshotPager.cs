namespace Daytona.Snapshots;

/// <summary>
/// A complete listing, read in parts: no snapshot that was there from the first request to the last is left out, and
/// none comes twice, whatever is created and removed meanwhile. Disposing it ends its requests.
/// </summary>
public interface ISnapshotPager : IDisposable
{
    /// <summary>Reads the next snapshots, the newest first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>At least one snapshot, or null at the end.</returns>
    /// <exception cref="DaytonaApiException">The service refused.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached.</exception>
    Task<IReadOnlyList<Snapshot>?> ReadAsync(CancellationToken cancellationToken = default);
}

namespace Daytona.Snapshots;

/// <summary>The state changes of all snapshots of an account, as they occur. Disposing it closes the connection.</summary>
public interface ISnapshotWatch : IDisposable
{
    /// <summary>Waits for the next changes. The first call reads the current states before it waits.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>At least one change, in the order of receipt.</returns>
    Task<IReadOnlyList<SnapshotEvent>> ReadAsync(CancellationToken cancellationToken = default);
}

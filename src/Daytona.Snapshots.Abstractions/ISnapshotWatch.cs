namespace Daytona.Snapshots;

/// <summary>The state changes of all snapshots of an account, as they occur. Disposing it closes the connection.</summary>
public interface ISnapshotWatch : IDisposable
{
    /// <summary>Whether the service has responded. Otherwise, silence does not mean that nothing changes.</summary>
    bool HasAnswered { get; }

    /// <summary>Reads the current states, so that later changes are detected.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>A task that ends when the states of all snapshots are known.</returns>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits for the next changes. The first call starts the watch if <see cref="StartAsync"/> was not called.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>At least one change, in the order of receipt.</returns>
    Task<IReadOnlyList<SnapshotEvent>> ReadAsync(CancellationToken cancellationToken = default);
}

namespace Daytona.Snapshots;

/// <summary>The changes of all of an account's snapshots, as they happen. Disposing it ends the connection.</summary>
public interface ISnapshotWatch : IDisposable
{
    /// <summary>Waits for the next changes. The first call takes note of what is there, before it waits.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>At least one change, in the order in which they were heard of.</returns>
    Task<IReadOnlyList<SnapshotEvent>> ReadAsync(CancellationToken cancellationToken = default);
}

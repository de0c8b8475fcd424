namespace Daytona.Snapshots;

/// <summary>
/// Hears of a snapshot's changes from the moment it is there. Taken before a request, it misses nothing of what the
/// request begins. Disposing it ends the connection to the service's notifications when it was the last.
/// </summary>
public interface ISnapshotListener : IDisposable
{
    /// <summary>Whether the service's notifications arrive; where they do not, waits ask instead.</summary>
    bool IsLive { get; }
}

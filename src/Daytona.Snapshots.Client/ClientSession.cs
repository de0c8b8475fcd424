using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>What the rooms of a client share: its connections, its clock, and the observer of this view.</summary>
internal sealed record ClientSession(
    DaytonaClientOptions Options,
    RequestSender Sender,
    SnapshotChannel Channel,
    SnapshotBatch Batch,
    AccountOrganization Organization,
    TimeProvider Time,
    IClientObserver? Observer = null)
{
    /// <summary>Sends requests, and reports them to this view's observer.</summary>
    // Computed, because a copy with another observer would keep the value of its original.
    public ApiConnection Api => new(Sender, Observer);
}

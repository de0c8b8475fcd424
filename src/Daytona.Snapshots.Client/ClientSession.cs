using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>
/// The state that the resources of a client share: its connections, its clock, and the observer of this view.
/// </summary>
internal sealed class ClientSession(
    DaytonaClientOptions options,
    RequestSender sender,
    NotificationChannel channel,
    SnapshotBatch batch,
    AccountOrganization organization,
    TimeProvider time,
    IClientObserver? observer = null) : IDisposable
{
    public DaytonaClientOptions Options => options;

    public NotificationChannel Channel => channel;

    public SnapshotBatch Batch => batch;

    public AccountOrganization Organization => organization;

    public TimeProvider Time => time;

    public IClientObserver? Observer => observer;

    /// <summary>The service's clock.</summary>
    public ServiceClock ServiceClock => sender.Clock;

    /// <summary>Sends changes, and reads what became of them if a response is lost.</summary>
    public UnconfirmedChange Changes { get; } = new(time, observer);

    /// <summary>Sends requests, and reports them to this view's observer.</summary>
    public ApiConnection Api { get; } = new(sender, observer);

    public ClientSession ObservedBy(IClientObserver other) => new(options, sender, channel, batch, organization, time, other);

    /// <summary>Closes the connections of all views.</summary>
    public void Dispose()
    {
        channel.Dispose();
        sender.Dispose();
    }
}

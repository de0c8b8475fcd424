using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Session;

/// <summary>The shared parts of a client: its connections, its clock, and the observer of this view.</summary>
internal sealed class ClientSession(
    DaytonaClientOptions options,
    TimeProvider time,
    RequestSender sender,
    NotificationChannel channel,
    AccountOrganization organization,
    IClientObserver? observer = null) : IDisposable
{
    public ClientSession(DaytonaClientOptions options, TimeProvider time)
        : this(options, time, new RequestSender(options, time), new NotificationChannel(options, time), new AccountOrganization(options.OrganizationId))
    {
    }

    public DaytonaClientOptions Options => options;

    public TimeProvider Time => time;

    public NotificationChannel Channel => channel;

    public AccountOrganization Organization => organization;

    public IClientObserver? Observer => observer;

    /// <summary>Sends requests, and reports them to this view's observer.</summary>
    public ApiConnection Api { get; } = new(sender, observer);

    /// <summary>Sends changes, and reads what became of them if a response is lost.</summary>
    public UnconfirmedChange Changes => new(time, observer);

    /// <summary>The service's clock.</summary>
    public ServiceClock ServiceClock => sender.Clock;

    public ClientSession ObservedBy(IClientObserver other) => new(options, time, sender, channel, organization, other);

    /// <summary>Closes the connections of all views.</summary>
    public void Dispose()
    {
        channel.Dispose();
        sender.Dispose();
    }
}

/// <summary>
/// The credential's organization. An access token comes with it. The service does not report it for an API key, but every
/// snapshot that is not general has it.
/// </summary>
internal sealed class AccountOrganization(string? known)
{
    private volatile string? _id = known;

    /// <summary>The organization's ID; null until a snapshot of it has been read.</summary>
    public string? Id => _id;

    public void Note(Snapshot? snapshot)
    {
        if (_id is null && snapshot is { General: false, OrganizationId: { Length: > 0 } id }) _id = id;
    }
}

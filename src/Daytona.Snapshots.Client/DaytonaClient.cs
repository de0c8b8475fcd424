using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Oci;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>A client of the Daytona API over HTTP. Create one for each account and share it: it pools its connections.</summary>
public sealed class DaytonaClient : IDaytonaClient
{
    private readonly bool _ownsConnections;

    /// <summary>Creates a client. Nothing is sent yet.</summary>
    /// <param name="options">The URL, the credential, and the identification of the client.</param>
    /// <exception cref="ArgumentException">The URL is not valid or not secure, or the credential can't be sent in a header.</exception>
    public DaytonaClient(DaytonaClientOptions options) : this(options, TimeProvider.System)
    {
    }

    /// <summary>Creates a client with a clock for its waits and retries.</summary>
    /// <param name="options">The URL, the credential, and the identification of the client.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The URL is not valid or not secure, or the credential can't be sent in a header.</exception>
    public DaytonaClient(DaytonaClientOptions options, TimeProvider time) : this(Connect(options, time), ownsConnections: true)
    {
    }

    private DaytonaClient(ClientSession session, bool ownsConnections)
    {
        Session = session;
        _ownsConnections = ownsConnections;
        Account = new AccountClient(session);
        Regions = new RegionsClient(session.Api);
        var registries = new RegistriesClient(session, Regions);
        Registries = registries;
        var sandboxes = new SandboxesClient(session);
        Sandboxes = sandboxes;
        Snapshots = new SnapshotsClient(session, Account, registries, sandboxes);
    }

    /// <inheritdoc/>
    public Uri ApiUrl => Session.Options.ApiUrl;

    /// <inheritdoc/>
    public ISnapshotsClient Snapshots { get; }

    /// <inheritdoc/>
    public IAccountClient Account { get; }

    /// <inheritdoc/>
    public IRegionsClient Regions { get; }

    /// <inheritdoc/>
    public IRegistriesClient Registries { get; }

    /// <inheritdoc/>
    public ISandboxesClient Sandboxes { get; }

    internal ClientSession Session { get; }

    /// <inheritdoc/>
    public IDaytonaClient ObservedBy(IClientObserver observer) =>
        new DaytonaClient(Session.ObservedBy(observer), ownsConnections: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsConnections) Session.Dispose();
    }

    private static ClientSession Connect(DaytonaClientOptions options, TimeProvider time)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (DaytonaUrl.Validate(options.ApiUrl, options.AllowInsecure) is { } problem) throw new ArgumentException(problem, nameof(options));
        if (options.Proxy is { } proxy && DaytonaUrl.ValidateProxy(proxy) is { } proxyProblem) throw new ArgumentException(proxyProblem, nameof(options));
        if (!options.Credential.FitsInHeader)
        {
            throw new ArgumentException("The credential can't be sent: it contains a space, a line break or a non-ASCII character.", nameof(options));
        }

        if (options.OrganizationId is { } organization && !HeaderValue.Fits(organization))
        {
            throw new ArgumentException($"'{organization}' is not an organization ID.", nameof(options));
        }

        var sender = new RequestSender(options, time);
        var organizationOfAccount = new AccountOrganization(options.OrganizationId);
        var finder = new SnapshotFinder(new SnapshotEndpoints(new ApiConnection(sender, observer: null)), organizationOfAccount);
        return new ClientSession(
            options, sender, new NotificationChannel(options, time), new SnapshotBatch(finder, time), organizationOfAccount, time);
    }
}

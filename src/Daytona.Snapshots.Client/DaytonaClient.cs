using Daytona.Snapshots.Client.Account;
using Daytona.Snapshots.Client.Oci;
using Daytona.Snapshots.Client.Sandboxes;
using Daytona.Snapshots.Client.Session;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>
/// A client of the Daytona API, with one property for each resource. Create one for each account and share it: it pools its
/// connections and is safe for concurrent use. Any call can throw a <see cref="DaytonaApiException"/> if the service refuses, a <see
/// cref="DaytonaConnectionException"/> if the service can't be reached, and an <see cref="OperationCanceledException"/>.
/// </summary>
/// <remarks>The members are virtual, so that a test can replace them.</remarks>
public class DaytonaClient : IDisposable
{
    private readonly bool _isView;

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
    public DaytonaClient(DaytonaClientOptions options, TimeProvider time)
    {
        Validate(options);
        Session = new ClientSession(options, time);
        Reader = new SnapshotBatchReader(this);
    }

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected DaytonaClient()
    {
    }

    private DaytonaClient(DaytonaClient shared, IClientObserver observer) =>
        (Session, Reader, _isView) = (shared.Session.ObservedBy(observer), shared.Reader, true);

    /// <summary>The URL of the API, such as <c>https://app.daytona.io/api</c>.</summary>
    public virtual Uri ApiUrl => Session.Options.ApiUrl;

    /// <summary>Lists, creates, updates and removes snapshots, waits for them, and reads their build logs.</summary>
    public virtual SnapshotsClient Snapshots => field ??= new SnapshotsClient(this);

    /// <summary>Identifies the credential's owner.</summary>
    public virtual AccountClient Account => field ??= new AccountClient(Session);

    /// <summary>Lists the regions in which snapshots can be created.</summary>
    public virtual RegionsClient Regions => field ??= new RegionsClient(Session);

    /// <summary>Manages container registries.</summary>
    public virtual RegistriesClient Registries => field ??= new RegistriesClient(Session);

    /// <summary>Manages warm pools, which newer servers have.</summary>
    public virtual WarmPoolsClient WarmPools => field ??= new WarmPoolsClient(Session);

    /// <summary>Starts sandboxes, runs commands in them and deletes them.</summary>
    internal SandboxesClient Sandboxes => field ??= new SandboxesClient(Session);

    internal ClientSession Session { get; } = null!;

    /// <summary>Reads snapshots for the waits of all views.</summary>
    internal SnapshotBatchReader Reader { get; } = null!;

    /// <summary>Gets a view of this client that reports its requests to an observer. Disposing the view has no effect.</summary>
    /// <param name="observer">Notified of requests and waits, on an arbitrary thread.</param>
    /// <returns>A client that shares its connections with this one.</returns>
    public virtual DaytonaClient ObservedBy(IClientObserver observer) => new(this, observer);

    /// <summary>Starts a time limit on the client's clock; null for none.</summary>
    internal Deadline StartDeadline(TimeSpan? timeout, CancellationToken caller) => new(timeout, Session.Time, caller);

    /// <summary>Closes the connections, unless this is a view of another client.</summary>
    public virtual void Dispose()
    {
        if (!_isView) Session.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Validate(DaytonaClientOptions options)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (DaytonaUrl.Validate(options.ApiUrl, options.AllowInsecure) is { } problem) throw new ArgumentException(problem, nameof(options));
        if (options.Proxy is { } proxy && DaytonaUrl.ValidateProxy(proxy) is { } proxyProblem) throw new ArgumentException(proxyProblem, nameof(options));
        if (!options.Credential.FitsInHeader)
        {
            throw new ArgumentException("The credential can't be sent: it contains a space, a line break or a non-ASCII character.", nameof(options));
        }

        if (options.OrganizationId is { } organization && !Secret.FitsHeader(organization))
        {
            throw new ArgumentException($"'{organization}' is not an organization ID.", nameof(options));
        }
    }
}

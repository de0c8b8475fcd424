namespace Daytona.Local;

/// <summary>
/// An in-memory Daytona API on the loopback address. It implements the contract of v0.190 and of newer servers, with their
/// rules, messages and quirks, and with faults on demand.
/// </summary>
public sealed partial class LocalServer : IAsyncDisposable
{
    private readonly ServerComposition _parts;
    private readonly LocalApiKey _key;

    private LocalServer(LocalServerOptions options)
    {
        Options = options;
        _parts = new ServerComposition(this, options);
        DefaultUser = _parts.Access.AddUser("daytona-admin", "admin@example.com");
        DefaultOrganization = _parts.Access.AddOrganization("Default", DefaultUser, "ce429606-3c09-4600-9d0d-473f16bd1f2a");
        DefaultOrganization.Personal = true;
        _key = _parts.Access.AddKey("local", options.ApiKey, DefaultUser, DefaultOrganization, Permissions.All);
        var region = new LocalRegion("us", "us");
        region.Runners.Add(new LocalRunner());
        Regions.Add(region);
        SnapshotSeed.Fill(_parts.Snapshots, DefaultOrganization, region, options.Seed);
    }

    /// <summary>The options. Those with a setter can be changed while it runs.</summary>
    public LocalServerOptions Options { get; }

    /// <summary>The address to connect to: <c>http://127.0.0.1:{port}/api</c>.</summary>
    public Uri ApiUrl => _parts.Addresses.Api;

    /// <summary>The address of the build logs, which the real service has on another host.</summary>
    public Uri LogUrl => _parts.Addresses.Logs;

    /// <summary>The address of the object storage.</summary>
    public Uri StorageUrl => _parts.Addresses.Storage;

    /// <summary>The address of the image registry.</summary>
    public Uri RegistryUrl => _parts.Addresses.Registry;

    /// <summary>The address of the toolbox, which the real service has on another host.</summary>
    public Uri ToolboxUrl => _parts.Addresses.Toolbox;

    /// <summary>The notification channel.</summary>
    public LocalNotificationChannel Notifications => _parts.Notifications;

    /// <summary>The faults.</summary>
    public FaultSet Faults => _parts.Faults;

    /// <summary>The latest requests, up to the number in the options.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _parts.Requests.ToList();

    /// <summary>Starts a server.</summary>
    public static async Task<LocalServer> StartAsync(
        LocalServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new LocalServer(options ?? new LocalServerOptions());
        try
        {
            await server._parts.StartAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Forgets the requests recorded so far.</summary>
    public void ClearRequests() => _parts.Requests.Clear();

    /// <summary>
    /// Waits for a request. The condition is evaluated on arrival, with status 0, and again after the response. Recorded
    /// requests count too.
    /// </summary>
    public Task<RecordedRequest> WaitForRequestAsync(
        Func<RecordedRequest, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _parts.Requests.WaitAsync(condition, cancellationToken);
    }

    /// <summary>Stops the server and closes its connections.</summary>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}

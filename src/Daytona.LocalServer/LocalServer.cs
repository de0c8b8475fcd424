using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Daytona.Local;

/// <summary>
/// A Daytona API in memory, on the loopback address alone: the contract of v0.190 and of newer servers, with their
/// rules, messages and oddities, and with faults on demand.
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly AccessControl _access;
    private readonly BuildFarm _builds;
    private readonly SnapshotLife _life;
    private readonly RequestLog _log;
    private readonly ObjectStore _objects;
    private readonly SnapshotStore _store;
    private readonly LocalApiKey _key;
    private BuildLogEndpoints _logs = null!;
    private SandboxEndpoints _sandboxes = null!;
    private StorageEndpoints _storage = null!;

    private LocalServer(LocalServerOptions options)
    {
        Options = options;
        _access = new AccessControl(options.TimeProvider);
        _store = new SnapshotStore(new SnapshotJson(options.Newer), options.TimeProvider);
        _objects = new ObjectStore(options.TimeProvider);
        _builds = new BuildFarm(options, _objects);
        _life = new SnapshotLife(options, _store, _access, _builds, Regions);
        Notifications = new NotificationChannel(_access, options.TimeProvider);
        _store.Changed += Notifications.Tell;
        _log = new RequestLog(options, options.TimeProvider);

        DefaultUser = _access.AddUser("daytona-admin", "admin@example.com");
        DefaultOrganization = _access.AddOrganization("Default", DefaultUser, "ce429606-3c09-4600-9d0d-473f16bd1f2a");
        DefaultOrganization.Personal = true;
        _key = _access.AddKey("local", options.ApiKey, DefaultUser, DefaultOrganization, Permissions.All);
        var region = new LocalRegion("us", "us");
        region.Runners.Add(new LocalRunner());
        Regions.Add(region);
        SnapshotSeed.Fill(_store, DefaultOrganization, region, options.Seed);

        _application = Build();
    }

    /// <summary>How it behaves; what has a setter there can be changed while it runs.</summary>
    public LocalServerOptions Options { get; }

    /// <summary>The address to connect to: <c>http://127.0.0.1:{port}/api</c>.</summary>
    public Uri ApiUrl { get; private set; } = null!;

    /// <summary>The address of the build logs, which the real service has on another host.</summary>
    public Uri LogUrl { get; private set; } = null!;

    /// <summary>The address of the object storage.</summary>
    public Uri StorageUrl { get; private set; } = null!;

    /// <summary>An API key with all permissions, of the default organization.</summary>
    public string ApiKey => _key.Value;

    /// <summary>The organization of <see cref="ApiKey"/>.</summary>
    public LocalOrganization DefaultOrganization { get; }

    /// <summary>The user of <see cref="ApiKey"/>.</summary>
    public LocalUser DefaultUser { get; }

    /// <summary>The regions: at the start <c>us</c>, with a runner for containers.</summary>
    public CopyOnWriteList<LocalRegion> Regions { get; } = [];

    /// <summary>The notification channel.</summary>
    public NotificationChannel Notifications { get; }

    /// <summary>What goes wrong.</summary>
    public FaultSet Faults { get; } = new();

    /// <summary>The snapshots there are, in the order of their creation.</summary>
    public IReadOnlyList<LocalSnapshot> Snapshots => _store.ToList();

    /// <summary>The builds of late, with what their builder had and wrote.</summary>
    public IReadOnlyList<LocalBuild> Builds => _builds.ToList();

    /// <summary>The objects in the storage, by key.</summary>
    public IReadOnlyList<StoredObject> StoredObjects => _objects.ToList();

    /// <summary>The requests of late; as many as the options say.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.ToList();

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The server, listening.</returns>
    public static async Task<LocalServer> StartAsync(
        LocalServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new LocalServer(options ?? new LocalServerOptions());
        try
        {
            await server._application.StartAsync(cancellationToken).ConfigureAwait(false);
            IServer kestrel = server._application.Services.GetRequiredService<IServer>();
            string[] addresses = [.. kestrel.Features.Get<IServerAddressesFeature>()!.Addresses];
            server.SetAddresses(addresses);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Adds a user.</summary>
    /// <param name="id">The id.</param>
    /// <param name="organizations">What the user is a member of.</param>
    /// <returns>The user.</returns>
    public LocalUser AddUser(string id, params IEnumerable<LocalOrganization> organizations)
    {
        ArgumentNullException.ThrowIfNull(organizations);
        LocalUser user = _access.AddUser(id, $"{id}@example.com");
        lock (user.Organizations)
        {
            foreach (LocalOrganization organization in organizations) user.Organizations.Add(organization);
        }

        return user;
    }

    /// <summary>Adds an organization of which the default user is a member.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The organization.</returns>
    public LocalOrganization AddOrganization(string name) => _access.AddOrganization(name, DefaultUser);

    /// <summary>Finds an organization.</summary>
    /// <param name="idOrName">Its id or its name.</param>
    /// <returns>The organization, or null.</returns>
    public LocalOrganization? FindOrganization(string idOrName) => _access.FindOrganization(idOrName)
        ?? _access.Organizations.FirstOrDefault(organization => organization.Name == idOrName);

    /// <summary>The organization of a name or an id, or the default one where there is neither.</summary>
    internal LocalOrganization GetOrganization(string? idOrName) => idOrName is null
        ? DefaultOrganization
        : FindOrganization(idOrName) ?? throw new ArgumentException($"There is no organization '{idOrName}'.");

    /// <summary>Adds an API key to the default organization.</summary>
    /// <param name="name">The name.</param>
    /// <param name="permissions">What it may do, as <c>write:snapshots</c>; none for a key that may only read.</param>
    /// <returns>The key; its <see cref="LocalApiKey.Value"/> is what is sent.</returns>
    public LocalApiKey AddApiKey(string name, params string[] permissions) =>
        _access.AddKey(name, null, DefaultUser, DefaultOrganization, permissions);

    /// <summary>Adds an API key to an organization.</summary>
    /// <param name="name">The name.</param>
    /// <param name="organization">The organization it acts for.</param>
    /// <param name="permissions">What it may do.</param>
    /// <returns>The key.</returns>
    public LocalApiKey AddApiKey(string name, LocalOrganization organization, params string[] permissions) =>
        _access.AddKey(name, null, DefaultUser, organization, permissions);

    /// <summary>Takes an API key away: requests with it are answered with 401 from now on.</summary>
    /// <param name="key">The key.</param>
    public void RemoveApiKey(LocalApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _access.RemoveKey(key.Value);
    }

    /// <summary>Adds the key of one of the service's own parts, which the snapshot paths refuse with 403.</summary>
    /// <param name="value">The key.</param>
    public void AddSystemKey(string value) => _access.AddSystemKey(value);

    /// <summary>Makes a token in the shape of a JWT; its user is added where there is none of that id.</summary>
    /// <param name="userId">Whose it is.</param>
    /// <param name="organizations">Organizations that the user becomes a member of.</param>
    /// <returns>The token. It needs the header <c>X-Daytona-Organization-ID</c>.</returns>
    public string AddAccessToken(string userId, params IEnumerable<LocalOrganization> organizations) =>
        _access.AddToken(AddUser(userId, organizations));

    /// <summary>Adds a snapshot as it is, without any life of its own.</summary>
    /// <param name="name">The name.</param>
    /// <param name="state">The state.</param>
    /// <param name="change">Sets the other fields.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="ArgumentException">There is one of that name, or of that id.</exception>
    public LocalSnapshot AddSnapshot(
        string name, string state = SnapshotStates.Active, Action<LocalSnapshot>? change = null) =>
        _store.Add(Guid.NewGuid(), DefaultOrganization.Id, name, snapshot =>
        {
            SnapshotSeed.Complete(snapshot, state, Regions[0]);
            string? reference = snapshot.Ref;
            change?.Invoke(snapshot);
            if (snapshot.BuildInfo is not null && reference is not null && snapshot.Ref == reference)
                SnapshotSeed.TurnIntoBuild(snapshot);
        }, out _) ?? throw new ArgumentException($"There is a snapshot '{name}' already.", nameof(name));

    /// <summary>Changes a snapshot; a new state is told to who listens, as one that the service set itself.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="change">Sets the fields.</param>
    /// <returns>Whether it was still there.</returns>
    public bool Change(LocalSnapshot snapshot, Action<LocalSnapshot> change)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(change);
        return _store.Change(snapshot, change);
    }

    /// <summary>Changes the snapshot of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="change">Sets the fields.</param>
    /// <returns>Whether there was one.</returns>
    public bool Change(string name, Action<LocalSnapshot> change) =>
        Find(name) is { } snapshot && Change(snapshot, change);

    /// <summary>Takes a snapshot away at once, as the service's clean-up does.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>Whether it was still there.</returns>
    public bool Remove(LocalSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _store.Remove(snapshot);
    }

    /// <summary>Finds a snapshot by its name: the default organization's own first.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The snapshot, or null.</returns>
    public LocalSnapshot? Find(string name) =>
        _store.FindByName(name, DefaultOrganization.Id) ?? _store.FindAnywhere(name);

    /// <summary>An organization's own snapshot of a name.</summary>
    internal LocalSnapshot? Find(string name, LocalOrganization organization) =>
        _store.FindByName(name, organization.Id) is { } found && found.OrganizationId == organization.Id ? found : null;

    /// <summary>Adds a sandbox of the default organization, to be captured.</summary>
    /// <param name="name">The name.</param>
    /// <param name="change">Sets its state and sizes.</param>
    /// <returns>The sandbox.</returns>
    public LocalSandbox AddSandbox(string name, Action<LocalSandbox>? change = null)
    {
        LocalSandbox sandbox = _sandboxes.Add(name, DefaultOrganization);
        change?.Invoke(sandbox);
        return sandbox;
    }

    /// <summary>Puts an object into the storage, as an upload does.</summary>
    /// <param name="key">The key: <c>{organizationId}/{hash}/context.tar</c> for a context.</param>
    /// <param name="content">The bytes.</param>
    /// <returns>The object.</returns>
    public StoredObject StoreObject(string key, ReadOnlyMemory<byte> content) =>
        _objects.Put(key, content, content.Length, Guid.NewGuid().ToString("N"));

    /// <summary>Takes an object out of the storage.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool RemoveObject(string key) => _objects.Remove(key);

    /// <summary>Forgets the requests recorded so far.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>
    /// Waits for a request. It is looked at when it comes (its status is 0 then) and again when it is answered; those
    /// recorded already count too.
    /// </summary>
    /// <param name="condition">What it has to fulfil.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The request.</returns>
    public Task<RecordedRequest> WaitForRequestAsync(
        Func<RecordedRequest, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _log.WaitAsync(condition, cancellationToken);
    }

    /// <summary>Waits until a snapshot fulfils a condition.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="condition">The condition; it is given null where there is no such snapshot.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it does.</returns>
    public Task WaitForSnapshotAsync(
        string name, Func<LocalSnapshot?, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _store.WaitAsync(() => condition(Find(name)), cancellationToken);
    }

    /// <summary>Stops the server and closes its connections.</summary>
    /// <returns>When it is stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        _life.Dispose();
        // Whoever still waits for an answer has none to wait for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, ForeignLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        WebApplication application = builder.Build();

        TimeProvider time = Options.TimeProvider;
        var errors = new ServiceError(time, Options.Newer);
        var quota = new SnapshotQuota(_store, Regions);
        var creation = new SnapshotCreation(_store, _life, quota, _access, Regions);
        var snapshots = new SnapshotEndpoints(Options, _store, _life, creation, quota);
        _sandboxes = new SandboxEndpoints(Options, _store, _life, quota, Regions);
        _storage = new StorageEndpoints(Options, _objects, time);
        _logs = new BuildLogEndpoints(Options, _store, snapshots, _builds, _access, Regions, time);
        ApiRoute[] routes =
        [
            .. snapshots.Routes(),
            .. _logs.Routes(),
            .. _storage.Routes(),
            .. _sandboxes.Routes(),
            .. new AccountEndpoints(Options, _access, Regions, time).Routes(),
            .. new RegistryEndpoints(time).Routes(),
        ];
        var pipeline = new ApiPipeline(
            Options, _access, errors, new FailedLogins(Options, time), new RateLimiter(Options, time), routes);
        var flow = new RequestFlow(Options, _log, Faults, errors, new AnswerWriter(Options, time), time, this);
        var control = new ControlEndpoints(this, _log);
        application.UseWebSockets();
        application.Run(context => context.Connection.LocalPort switch
        {
            int port when port == LogUrl.Port => flow.RunAsync(context, isApi: false, _logs.AnswerAsync),
            int port when port == StorageUrl.Port => flow.RunAsync(context, isApi: false, _storage.AnswerAsync),
            _ when Notifications.IsOn
                && context.Request.Path.Value!.StartsWith("/api/socket.io/", StringComparison.OrdinalIgnoreCase) =>
                flow.RunAsync(context, isApi: false, Notifications.AnswerAsync),
            _ when context.Request.Path == "/" || context.Request.Path.StartsWithSegments("/control") =>
                control.RunAsync(context),
            _ => flow.RunAsync(context, isApi: true, pipeline.AnswerAsync),
        });
        return application;
    }

    private void SetAddresses(string[] addresses)
    {
        ApiUrl = new Uri(addresses[0].TrimEnd('/') + "/api");
        LogUrl = new Uri(addresses[1]);
        StorageUrl = new Uri(addresses[2]);
        _logs.Url = LogUrl;
        _storage.Url = StorageUrl;
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        // Slow bodies are wanted here, in both directions.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        foreach (int port in (ReadOnlySpan<int>)[Options.Port, Options.LogPort, Options.StoragePort])
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
    }
}

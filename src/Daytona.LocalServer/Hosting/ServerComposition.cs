using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Daytona.Local.Hosting;

/// <summary>The parts of a server, and how they are connected.</summary>
internal sealed class ServerComposition : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Scheduler _scheduler;

    public ServerComposition(LocalServer server, LocalServerOptions options)
    {
        TimeProvider time = options.TimeProvider;
        _scheduler = new Scheduler(time);
        Access = new AccessControl(time);
        Objects = new ObjectStore(time);
        Images = new ImageRegistry(options, Addresses);
        Builds = new BuildRunner(options, Objects);
        Requests = new RequestLog(options);
        Notifications = new LocalNotificationChannel(Access, time);

        Snapshots = new SnapshotStore(new LocalSnapshotJson(options.Newer), time);
        Sandboxes = new SandboxStore(time);
        var sandboxJson = new LocalSandboxJson(options, Addresses);
        var notifier = new Notifier(Notifications, sandboxJson);
        Snapshots.Changed += notifier.Report;
        Sandboxes.Changed += notifier.Report;

        var errors = new ServiceErrors(options);
        var quota = new SnapshotQuota(Snapshots, Regions);
        var life = new SnapshotLifecycle(options, Snapshots, Access, Builds, Images, _scheduler, Regions);
        var sandboxLife = new SandboxLifecycle(options, Sandboxes, _scheduler, Snapshots, Regions);
        var creation = new LocalSnapshotCreation(options, Snapshots, life, quota, Access, Regions);
        var snapshots = new LocalSnapshotEndpoints(options, Snapshots, life, creation, quota);
        var sandboxes = new LocalSandboxEndpoints(options, Sandboxes, sandboxLife, sandboxJson, Snapshots, quota, Regions);
        Registries = new LocalRegistryEndpoints(options, Images, Addresses, Regions);
        var storage = new StorageEndpoints(options, Objects, Addresses);
        var logs = new BuildLogEndpoints(options, Snapshots, snapshots, Builds, Access, Regions, Addresses, errors);
        var images = new ImageRegistryEndpoints(Images, time);
        var toolbox = new ToolboxEndpoints(Toolbox, Sandboxes, Access, errors, time);
        ApiRoute[] routes =
        [
            .. snapshots.Routes(),
            .. logs.Routes(),
            .. storage.Routes(),
            .. sandboxes.Routes(),
            .. new AccountEndpoints(options, Snapshots, Sandboxes, Regions, Addresses).Routes(),
            .. Registries.Routes(),
            .. new WarmPoolEndpoints(options, Snapshots, _scheduler, Regions).Routes(),
        ];
        var pipeline = new ApiPipeline(options, Access, errors, new FailedLogins(options), new RateLimiter(options), routes);
        var injector = new FaultInjector(errors, time, server);
        var flow = new RequestHandler(options, Requests, Faults, injector, new ResponseWriter(options));

        _application = Build(options);
        if (options.Encodings.Count > 0) _application.UseResponseCompression();
        _application.UseWebSockets();
        _application.MapWhen(
            context => context.Connection.LocalPort == Addresses.Api.Port && context.Request.Path.StartsWithSegments("/control"),
            control => control.Use(ControlEndpoints.GuardAsync).UseRouting()
                .UseEndpoints(endpoints => ControlEndpoints.Map(endpoints, server, Requests)));
        _application.Run(context => context.Connection.LocalPort switch
        {
            int port when port == Addresses.Logs.Port => flow.RunAsync(context, isApi: false, logs.HandleAsync),
            int port when port == Addresses.Storage.Port => flow.RunAsync(context, isApi: false, storage.HandleAsync),
            int port when port == Addresses.Registry.Port => flow.RunAsync(context, isApi: false, images.HandleAsync),
            int port when port == Addresses.Toolbox.Port => flow.RunAsync(context, isApi: true, toolbox.HandleAsync),
            _ when Notifications.IsOn && IsChannel(context) =>
                flow.RunAsync(context, isApi: false, Notifications.HandleAsync),
            _ => flow.RunAsync(context, isApi: true, pipeline.HandleAsync),
        });
    }

    public ServerAddresses Addresses { get; } = new();
    public AccessControl Access { get; }
    public CopyOnWriteList<LocalRegion> Regions { get; } = [];
    public SnapshotStore Snapshots { get; }
    public SandboxStore Sandboxes { get; }
    public BuildRunner Builds { get; }
    public ObjectStore Objects { get; }
    public ImageRegistry Images { get; }
    public LocalRegistryEndpoints Registries { get; }
    public ToolboxRuleSet Toolbox { get; } = new();
    public LocalNotificationChannel Notifications { get; }
    public FaultSet Faults { get; } = new();
    public RequestLog Requests { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        IServer kestrel = _application.Services.GetRequiredService<IServer>();
        Addresses.Set([.. kestrel.Features.Get<IServerAddressesFeature>()!.Addresses]);
    }

    public async ValueTask DisposeAsync()
    {
        _scheduler.Dispose();
        // Requests that still wait for a response are not waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(LocalServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoopHostLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(static json => ControlEndpoints.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(static handlers => handlers.ThrowOnBadRequest = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // Slow bodies are allowed, in both directions.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (int port in ServerAddresses.PortsOf(options)) kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        builder.Services.AddResponseCompression(compression =>
        {
            foreach (string encoding in options.Encodings)
            {
                compression.Providers.Add(encoding == "br"
                    ? new BrotliCompressionProvider(Options.Create(new BrotliCompressionProviderOptions()))
                    : new GzipCompressionProvider(Options.Create(new GzipCompressionProviderOptions())));
            }
        });
        return builder.Build();
    }

    private static bool IsChannel(HttpContext context) =>
        context.Request.Path.Value!.StartsWith("/api/socket.io/", StringComparison.OrdinalIgnoreCase);

    // The usual lifetime of a host handles Ctrl+C and SIGTERM, so that a program or test run with a server in it could no longer be
    // stopped.
    private sealed class NoopHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

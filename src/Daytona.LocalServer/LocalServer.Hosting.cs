using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Daytona.Local;

public sealed partial class LocalServer
{
    private readonly WebApplication _application;
    private readonly Scheduler _scheduler;
    private readonly AccessControl _access;
    private readonly SnapshotStore _snapshots;
    private readonly SandboxStore _sandboxes;
    private readonly ObjectStore _objects;
    private readonly BuildRunner _builds;
    private readonly ImageRegistry _images;
    private readonly LocalRegistryEndpoints _registries;
    private readonly RequestLog _requests;

    private LocalServer(LocalServerOptions options)
    {
        Options = options;
        TimeProvider time = options.TimeProvider;
        _scheduler = new Scheduler(time);
        _access = new AccessControl(time);
        _objects = new ObjectStore(time);
        _images = new ImageRegistry(this);
        _builds = new BuildRunner(options, _objects);
        _requests = new RequestLog(options);
        _snapshots = new SnapshotStore(new LocalSnapshotJson(options.Newer), time);
        _sandboxes = new SandboxStore(time);
        var sandboxJson = new LocalSandboxJson(this);
        Notifications = new LocalNotificationChannel(_access, time);
        _snapshots.Changed += Notifications.Report;
        _sandboxes.Changed += (sandbox, oldState) => Notifications.Report(sandbox, sandboxJson, oldState);

        var errors = new ServiceErrors(options);
        var quota = new SnapshotQuota(_snapshots, Regions);
        var life = new SnapshotLifecycle(this, _snapshots, _builds, _images, _scheduler);
        var sandboxLife = new SandboxLifecycle(this, _sandboxes, _snapshots, _scheduler);
        var creation = new LocalSnapshotCreation(this, _snapshots, life, quota, _access);
        var snapshots = new LocalSnapshotEndpoints(options, _snapshots, life, creation, quota);
        var storage = new StorageEndpoints(this, _objects);
        var logs = new BuildLogEndpoints(this, _snapshots, snapshots, _builds, _access, errors);
        var images = new ImageRegistryEndpoints(_images, time);
        var toolbox = new ToolboxEndpoints(Toolbox, _sandboxes, _access, errors, time);
        _registries = new LocalRegistryEndpoints(this, _images);
        ApiRoute[] routes =
        [
            .. snapshots.Routes(),
            .. logs.Routes(),
            .. storage.Routes(),
            .. new LocalSandboxEndpoints(this, _sandboxes, sandboxLife, sandboxJson, _snapshots, quota).Routes(),
            .. new AccountEndpoints(this, _snapshots, _sandboxes).Routes(),
            .. _registries.Routes(),
            .. new WarmPoolEndpoints(this, _snapshots, _scheduler).Routes(),
        ];
        var pipeline = new ApiPipeline(options, _access, errors, new FailedLogins(options), new RateLimiter(options), routes);
        var handler = new RequestHandler(this, _requests, new FaultInjector(errors, this), new ResponseWriter(options));

        _application = Build(options);
        if (options.Encodings.Count > 0) _application.UseResponseCompression();
        _application.UseWebSockets();
        _application.MapWhen(
            context => context.Connection.LocalPort == ApiUrl.Port && context.Request.Path.StartsWithSegments("/control"),
            control => control.Use(ControlEndpoints.GuardAsync).UseRouting()
                .UseEndpoints(endpoints => ControlEndpoints.Map(endpoints, this, _requests)));
        _application.Run(context => context.Connection.LocalPort switch
        {
            int port when port == LogUrl.Port => handler.RunAsync(context, isApi: false, logs.RunAsync),
            int port when port == StorageUrl.Port => handler.RunAsync(context, isApi: false, storage.RunAsync),
            int port when port == RegistryUrl.Port => handler.RunAsync(context, isApi: false, images.RunAsync),
            int port when port == ToolboxUrl.Port => handler.RunAsync(context, isApi: true, toolbox.RunAsync),
            _ when Notifications.IsOn && context.Request.Path.Value!.StartsWith("/api/socket.io/", StringComparison.OrdinalIgnoreCase) =>
                handler.RunAsync(context, isApi: false, Notifications.HandleAsync),
            _ => handler.RunAsync(context, isApi: true, pipeline.HandleAsync),
        });

        DefaultUser = _access.AddUser("daytona-admin");
        DefaultOrganization = _access.AddOrganization("Default", DefaultUser, "ce429606-3c09-4600-9d0d-473f16bd1f2a");
        DefaultOrganization.Personal = true;
        ApiKey = _access.AddKey("local", options.ApiKey, DefaultUser, DefaultOrganization, Permissions.All).Value;
        Regions.Add(new LocalRegion("us", "us")).Runners.Add(new LocalRunner());
        SnapshotSeed.Fill(_snapshots, DefaultOrganization, Regions[0], options.Seed);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        IServer kestrel = _application.Services.GetRequiredService<IServer>();
        Uri[] addresses = [.. kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address))];
        (ApiUrl, LogUrl, StorageUrl, RegistryUrl, ToolboxUrl) =
            (new Uri(addresses[0], "/api"), addresses[1], addresses[2], addresses[3], new Uri(addresses[4], "/toolbox"));
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
            // In the order of the addresses.
            foreach (int port in (int[])[options.Port, options.LogPort, options.StoragePort, options.RegistryPort, options.ToolboxPort])
                kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        builder.Services.AddResponseCompression(compression =>
        {
            foreach (string encoding in options.Encodings)
            {
                if (encoding == "br") compression.Providers.Add<BrotliCompressionProvider>();
                else compression.Providers.Add<GzipCompressionProvider>();
            }
        });
        return builder.Build();
    }

    // The usual lifetime of a host handles Ctrl+C and SIGTERM, so that a program or test run with a server in it could no longer be
    // stopped.
    private sealed class NoopHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

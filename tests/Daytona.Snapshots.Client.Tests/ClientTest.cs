namespace Daytona.Snapshots.Client.Tests;

/// <summary>A local server for each test, reached over real HTTP.</summary>
public abstract class ClientTest : IAsyncLifetime
{
    private readonly List<IDisposable> _clients = [];

    protected LocalServer Server { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>How the test's server behaves.</summary>
    protected virtual LocalServerOptions ServerOptions => new();

    public async ValueTask InitializeAsync() => Server = await LocalServer.StartAsync(ServerOptions, Cancelled);

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable client in _clients) client.Dispose();
        await Server.DisposeAsync();
        // xunit calls only one of the two.
        (this as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client of the server, with the server's own key unless told otherwise.</summary>
    protected DaytonaClient Connect(string? credential = null, TimeProvider? time = null, string? organizationId = null) =>
        Connect(
            new DaytonaClientOptions
            {
                ApiUrl = Server.ApiUrl,
                Credential = new Secret(credential ?? Server.ApiKey),
                OrganizationId = organizationId,
                // Most tests count requests or hurry the clock; the notifications have tests of their own.
                UseNotifications = false,
            },
            time);

    protected DaytonaClient Connect(DaytonaClientOptions options, TimeProvider? time = null)
    {
        var client = new DaytonaClient(options, time ?? TimeProvider.System);
        _clients.Add(client);
        return client;
    }

    private protected static SingleRequests EndpointsOf(DaytonaClient client) => new(client.Session.Api);

    /// <summary>How many requests of a method came so far.</summary>
    protected int CountOf(string method) => Server.Requests.Count(request => request.Method == method);

    /// <summary>A request for a snapshot that is made from a small image.</summary>
    protected static CreateSnapshotRequest FromAlpine(string name) => new() { Name = name, ImageName = "alpine:3.20" };
}

/// <summary>The API's paths for snapshots, for tests of single requests.</summary>
internal sealed class SingleRequests(ApiConnection api)
{
    public Task<SnapshotPage> GetPageAsync(CancellationToken cancellationToken) => api.GetAsync<SnapshotPage>("snapshots?page=1&limit=200", cancellationToken);

    public Task<Snapshot> GetAsync(string idOrName, CancellationToken cancellationToken) => api.GetAsync<Snapshot>(SnapshotPath.For(idOrName), cancellationToken);

    public Task<Snapshot> CreateAsync(string json, CancellationToken cancellationToken) => api.PostAsync<Snapshot>("snapshots", json, cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => api.DeleteAsync(SnapshotPath.For(id), cancellationToken);

    public Task<Snapshot> ActivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync<Snapshot>(SnapshotPath.For(id, "/activate"), body: null, cancellationToken);

    public Task DeactivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync(SnapshotPath.For(id, "/deactivate"), body: null, cancellationToken);
}

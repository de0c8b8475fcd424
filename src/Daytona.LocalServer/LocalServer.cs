namespace Daytona.Local;

/// <summary>An in-memory Daytona API on the loopback address, with the rules and quirks of v0.190 or newer, and with faults on demand.</summary>
public sealed partial class LocalServer : IAsyncDisposable
{
    /// <summary>The options. Those with a setter can be changed while it runs.</summary>
    public LocalServerOptions Options { get; }

    /// <summary>The address to connect to: <c>http://127.0.0.1:{port}/api</c>.</summary>
    public Uri ApiUrl { get; private set; } = null!;

    /// <summary>The address of the build logs, which the real service has on another host.</summary>
    public Uri LogUrl { get; private set; } = null!;

    /// <summary>The address of the object storage.</summary>
    public Uri StorageUrl { get; private set; } = null!;

    /// <summary>The address of the image registry.</summary>
    public Uri RegistryUrl { get; private set; } = null!;

    /// <summary>The address of the toolbox, which the real service has on another host.</summary>
    public Uri ToolboxUrl { get; private set; } = null!;

    /// <summary>The notification channel.</summary>
    public LocalNotificationChannel Notifications { get; }

    /// <summary>The faults.</summary>
    public FaultSet Faults { get; } = [];

    /// <summary>The responses of sandboxes to commands.</summary>
    public ToolboxRuleSet Toolbox { get; } = [];

    /// <summary>The latest requests, up to the number in the options.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests.ToList();

    /// <summary>Starts a server.</summary>
    public static async Task<LocalServer> StartAsync(
        LocalServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new LocalServer(options ?? new LocalServerOptions());
        try
        {
            await server.ListenAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Forgets the requests recorded so far.</summary>
    public void ClearRequests() => _requests.Clear();

    /// <summary>Returns a recorded request, or waits for one. While a request is running, its status is 0.</summary>
    public Task<RecordedRequest> WaitForRequestAsync(
        Func<RecordedRequest, bool> condition, CancellationToken cancellationToken = default) =>
        _requests.WaitAsync(condition, cancellationToken);

    /// <summary>Stops the server and closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _scheduler.Dispose();
        // Requests that still wait for a response are not waited for.
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}

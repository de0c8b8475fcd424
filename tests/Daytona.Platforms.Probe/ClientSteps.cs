using System.Net;
using System.Net.Sockets;
using System.Text;
using Daytona.Snapshots;
using Daytona.Snapshots.Client;
using Daytona.Snapshots.Client.Snapshots;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Images;
using Daytona.Snapshots.Operations;
using Daytona.Snapshots.Registries;
using Daytona.Snapshots.Sandboxes;

namespace Daytona.Platforms.Probe;

/// <summary>The steps that use the client.</summary>
internal sealed class ClientSteps : IDisposable
{
    private readonly DaytonaClient _client;
    private readonly Uri _url;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "daytona-probe-" + Guid.NewGuid().ToString("N"));

    public ClientSteps(Uri url, string key)
    {
        _url = url;
        _client = Connect(url, key);
        Directory.CreateDirectory(_folder);
    }

    public IReadOnlyList<(string Name, Func<Task> Run)> All =>
    [
        ("lists pages that are compressed", ListAsync),
        ("ends a listing early", EndEarlyAsync),
        ("creates from an image and waits", CreateFromImageAsync),
        ("builds a context and reads the log", BuildAsync),
        ("reports the instruction that failed", FailAsync),
        ("disables a snapshot", DisableAsync),
        ("replaces a snapshot", ReplaceAsync),
        ("sees a change through notifications", WatchAsync),
        ("removes a snapshot and waits", RemoveAsync),
        ("adds and removes a registry", RegistryAsync),
        ("publishes an OCI layout", PublishAsync),
        ("tests a snapshot in a sandbox", TestAsync),
        ("names a refused credential", RefusedCredentialAsync),
        ("names a closed port", ClosedPortAsync),
        ("names a port without HTTPS", PlainPortAsync),
        ("names a proxy that asks for a password", ProxyPasswordAsync),
    ];

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static DaytonaClient Connect(Uri url, string key, Uri? proxy = null) => new(new DaytonaClientOptions
    {
        ApiUrl = url,
        Credential = new Secret(key),
        Proxy = proxy,
        UserAgent = "Daytona.Platforms.Probe",
    });

    private async Task ListAsync()
    {
        int count = 0;
        using SnapshotPager pager = _client.Snapshots.GetPager();
        while (await pager.ReadAsync().ConfigureAwait(false) is { } page) count += page.Count;
        Require(count == 450, $"{count} snapshots");
    }

    private async Task EndEarlyAsync()
    {
        for (int i = 0; i < 20; i++)
        {
            using SnapshotPager pager = _client.Snapshots.GetPager();
            await pager.ReadAsync().ConfigureAwait(false);
        }
    }

    private async Task CreateFromImageAsync()
    {
        SnapshotCreation creation = await _client.Snapshots.CreateAsync(FromAlpine("probe/image")).ConfigureAwait(false);
        Require(creation.Snapshot.State == SnapshotState.Active, creation.Snapshot.State);
    }

    private async Task BuildAsync()
    {
        File.WriteAllText(Path.Combine(_folder, "app.txt"), "content");
        string dockerfile = Path.Combine(_folder, "Dockerfile");
        File.WriteAllText(dockerfile, "FROM alpine:3.20\nCOPY app.txt /app.txt\n");
        List<string> log = [];
        await _client.Snapshots.CreateAsync(
            new CreateSnapshotRequest { Name = "probe/build", Image = Image.FromDockerfile(dockerfile) },
            new CreateSnapshotOptions { OnLogLine = line => log.Add(line.ToString()) }).ConfigureAwait(false);
        Require(log.Exists(static line => line.Contains("COPY")), $"{log.Count} lines of log");
    }

    private async Task FailAsync()
    {
        string dockerfile = Path.Combine(_folder, "Failing");
        File.WriteAllText(dockerfile, "FROM alpine:3.20\nRUN exit 7\n");
        SnapshotException failure = await ThrowsAsync<SnapshotException>(() => _client.Snapshots.CreateAsync(
            new CreateSnapshotRequest { Name = "probe/failing", Image = Image.FromDockerfile(dockerfile) })).ConfigureAwait(false);
        Require(failure.BuildFailure is not null, failure.Message);
    }

    private async Task DisableAsync()
    {
        Snapshot disabled = await _client.Snapshots.DisableAsync(await FindAsync("probe/image").ConfigureAwait(false)).ConfigureAwait(false);
        Require(disabled.State == SnapshotState.Inactive, disabled.State);
    }

    private async Task ReplaceAsync()
    {
        Snapshot old = await FindAsync("probe/build").ConfigureAwait(false);
        SnapshotChange change = await _client.Snapshots.SetAsync(FromAlpine("probe/build"), new SetSnapshotOptions { Force = true }).ConfigureAwait(false);
        Require(change.Applied && change.Snapshot?.Id != old.Id && change.Snapshot?.State == SnapshotState.Active, change.Snapshot?.State ?? "");
    }

    private async Task WatchAsync()
    {
        using SnapshotWatch watch = _client.Snapshots.Watch();
        await watch.StartAsync().ConfigureAwait(false);
        await _client.Snapshots.CreateAsync(FromAlpine("probe/watched")).ConfigureAwait(false);
        bool isSeen = false;
        // The end of an earlier step may be seen first.
        while (!isSeen) isSeen = (await watch.ReadAsync().ConfigureAwait(false)).Any(static change => change.Name == "probe/watched");
    }

    private async Task RemoveAsync()
    {
        Snapshot snapshot = await FindAsync("probe/watched").ConfigureAwait(false);
        await _client.Snapshots.RemoveAsync(snapshot, new ChangeSnapshotOptions { Wait = true }).ConfigureAwait(false);
        Require(await _client.Snapshots.FindByIdAsync(snapshot.Id).ConfigureAwait(false) is null, "it exists");
    }

    private async Task RegistryAsync()
    {
        ContainerRegistry added = await _client.Registries.CreateAsync(new CreateRegistryRequest
        {
            Name = "probe",
            Url = "https://registry.example.com",
            Username = "user",
            Password = new Secret("password"),
        }).ConfigureAwait(false);
        await _client.Registries.RemoveAsync(added.Id).ConfigureAwait(false);
    }

    private async Task PublishAsync()
    {
        string layout = OciLayout.Write(Path.Combine(_folder, "layout"));
        SnapshotPublication publication = await _client.Snapshots.PublishAsync(
            LocalImageSource.FromPath(layout), new CreateSnapshotRequest { Name = "probe/published" }).ConfigureAwait(false);
        Require(publication.Snapshot.State == SnapshotState.Active, publication.Snapshot.State);
    }

    private async Task TestAsync()
    {
        SnapshotTestResult result = await _client.Snapshots.TestAsync(
            await FindAsync("probe/build").ConfigureAwait(false), new TestSnapshotOptions { Commands = [SandboxCommand.Parse("hello")] }).ConfigureAwait(false);
        Require(result.Success, result.Error ?? "");
    }

    private async Task RefusedCredentialAsync()
    {
        using DaytonaClient other = Connect(_url, "not-the-key");
        DaytonaApiException refusal = await ThrowsAsync<DaytonaApiException>(() => other.Snapshots.FindAsync("x")).ConfigureAwait(false);
        Require(refusal.Reason == ApiErrorReason.CredentialRefused, refusal.Reason.ToString());
    }

    private static async Task ClosedPortAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await FailsAsync(new Uri($"http://127.0.0.1:{port}/api"), proxy: null, ConnectionFailure.Refused).ConfigureAwait(false);
    }

    // Mono has a TLS of its own, which .NET Framework's words are not expected of.
    private Task PlainPortAsync() => Type.GetType("Mono.Runtime") is not null
        ? Task.CompletedTask
        : FailsAsync(new UriBuilder(_url) { Scheme = Uri.UriSchemeHttps }.Uri, proxy: null, ConnectionFailure.NotHttps);

    private static async Task ProxyPasswordAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            Task answering = AnswerAsync(listener, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
            await FailsAsync(
                new Uri("https://daytona.example/api"),
                new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
                ConnectionFailure.ProxyAuthenticationRequired).ConfigureAwait(false);
        }
        finally
        {
            listener.Stop();
        }
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(answer);
        try
        {
            while (true)
            {
                using TcpClient connection = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                NetworkStream stream = connection.GetStream();
                byte[] request = new byte[4096];
                _ = await stream.ReadAsync(request, 0, request.Length).ConfigureAwait(false);
                await stream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was stopped.
        }
    }

    private static async Task FailsAsync(Uri url, Uri? proxy, ConnectionFailure expected)
    {
        using DaytonaClient client = Connect(url, "key", proxy);
        DaytonaConnectionException failure = await ThrowsAsync<DaytonaConnectionException>(() => client.Snapshots.FindAsync("x")).ConfigureAwait(false);
        Require(failure.Failure == expected, $"{failure.Failure}: {failure}");
    }

    private static CreateSnapshotRequest FromAlpine(string name) => new() { Name = name, ImageName = "alpine:3.20" };

    private async Task<Snapshot> FindAsync(string name) =>
        await _client.Snapshots.FindAsync(name).ConfigureAwait(false) ?? throw new InvalidOperationException($"{name} is missing.");

    private static async Task<T> ThrowsAsync<T>(Func<Task> act)
        where T : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (T expected)
        {
            return expected;
        }

        throw new InvalidOperationException($"There was no {typeof(T).Name}.");
    }

    private static void Require(bool condition, string found)
    {
        if (!condition) throw new InvalidOperationException($"Unexpected: {found}.");
    }
}

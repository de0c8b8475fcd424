using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Logs;

/// <summary>A server with one build's log, a client of it, and what the client reads.</summary>
internal sealed class LogReading : IAsyncDisposable
{
    public const string Id = "2afd39e1-6e60-439e-8257-32f5b9f6bded";
    public const string UrlPath = $"/api/snapshots/{Id}/build-logs-url";
    public const string ApiPath = $"/api/snapshots/{Id}/build-logs";
    public const string LogPath = $"/snapshots/{Id}/build-logs";

    /// <summary>The waits of a reader that reconnects at once, and that shows no part of a line while a busy machine responds.</summary>
    public static readonly BuildLogTimes AtOnce = new() { Quiet = TimeSpan.FromMinutes(1), Reconnection = new Backoff { First = TimeSpan.Zero, Max = TimeSpan.FromSeconds(30) } };

    private static readonly Snapshot Failed = new() { Id = Id, State = SnapshotState.Error, InitialRunnerId = "runner" };

    private readonly TaskCompletionSource<Snapshot?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();
    private readonly DaytonaClient _client;

    private LogReading(TestServer server)
    {
        Server = server;
        Options = new DaytonaClientOptions
        {
            ApiUrl = new Uri(server.Url, "api"),
            Credential = new Secret("dtn_secret"),
            OrganizationId = "org",
            UserAgent = "Tests/1.0",
            Source = "tests",
        };
        _client = new DaytonaClient(Options, Clock);
        NameAddress(new Uri(server.Url, LogPath));
    }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public TestServer Server { get; }

    public DaytonaClientOptions Options { get; }

    public TestClock Clock { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public List<string> Lines { get; } = [];

    public static async Task<LogReading> StartAsync() => new(await TestServer.StartAsync());

    /// <summary>Makes the API name an address for the log.</summary>
    public void NameAddress(Uri url) => Server.OnJson(UrlPath, 200, $$"""{"url":"{{url}}"}""");

    /// <summary>Answers requests for the log, with its follow parameter and the number of the request, from 1.</summary>
    public void OnLog(Func<HttpContext, bool, int, Task> answer)
    {
        int number = 0;
        Server.On(LogPath, context => answer(context, context.Request.Query["follow"] == "true", Interlocked.Increment(ref number)));
    }

    public Task<BuildFailure?> FollowAsync(CancellationToken? cancellationToken = null) =>
        ReadAsync(_ended.Task, cancellationToken ?? Cancelled);

    public Task<BuildFailure?> ReadAsync() => ReadAsync(null, Cancelled);

    /// <summary>Follows with waits of another length, by the system's clock.</summary>
    public Task<BuildFailure?> FollowAsync(BuildLogTimes times) => ReadAsync(times, _ended.Task);

    /// <summary>Reads what there is with waits of another length, by the system's clock.</summary>
    public Task<BuildFailure?> ReadAsync(BuildLogTimes times) => ReadAsync(times, ended: null);

    public void End() => End(Failed);

    public void End(Snapshot? snapshot) => _ended.SetResult(snapshot);

    public void End(Exception exception) => _ended.SetException(exception);

    /// <summary>Waits until a line is read.</summary>
    public Task SeeAsync(string line) => Seen(line).Task.WaitAsync(Cancelled);

    public static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Leaves the answer open until the client closes it.</summary>
    public static async Task StayOpenAsync(HttpContext context)
    {
        var closed = new TaskCompletionSource();
        await using (context.RequestAborted.Register(closed.SetResult)) await closed.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    private Task<BuildFailure?> ReadAsync(Task<Snapshot?>? ended, CancellationToken cancellationToken) =>
        _client.ObservedBy(Observer).Snapshots.ReadBuildLogAsync(Id, Take, ended, cancellationToken);

    private async Task<BuildFailure?> ReadAsync(BuildLogTimes times, Task<Snapshot?>? ended)
    {
        using var sender = new RequestSender(Options, TimeProvider.System);
        return await new BuildLogReader(new ApiConnection(sender, Observer), Id, Take, ended, TimeProvider.System, times).RunAsync(Cancelled);
    }

    private void Take(BuildLogLine line)
    {
        Lines.Add(line.Text);
        Seen(line.Text).TrySetResult();
    }

    private TaskCompletionSource Seen(string line) =>
        _seen.GetOrAdd(line, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

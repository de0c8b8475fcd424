using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>One command against one fault: a server of its own, with snapshots in the states that the commands need.</summary>
internal sealed class Cell : IAsyncDisposable
{
    /// <summary>How much faster the clock of the client is than that of the server: its waits and its limits are shorter.</summary>
    public const int ClockFactor = 10;

    /// <summary>The time limit for a request, on the clock of the client, against a fault that lasts as long as that: silence, or a rate limit.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(30);

    // No outcome depends on the speed of the machine: all retries together are much shorter.
    private static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(5);

    public const string Gone = "gone";

    private static readonly HttpClient Http = new();

    private readonly CancellationTokenSource _ended = new();
    private Task _meanwhile = Task.CompletedTask;

    private Cell(LocalServer server) => Server = server;

    public LocalServer Server { get; }

    /// <summary>The ID of the snapshot <c>ready</c> before the command.</summary>
    public Guid Ready { get; private set; }

    /// <summary>The lines of the log of the snapshot <c>built</c>.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>The names of the snapshots that are there and stay.</summary>
    public IEnumerable<string> Names => Server.Snapshots.Where(static it => it.State != "removing").Select(static it => it.Name);

    /// <summary>Whether a sandbox is there and stays.</summary>
    public bool HasSandbox => Server.Sandboxes.Any(static it => it.State is not ("destroying" or "destroyed"));

    /// <summary>Whether the fault changes the states in the responses.</summary>
    public bool ChangesStates => Server.Faults.Any(static it => it.Kind == FaultKind.ChangeField && it.Field == "**.state");

    /// <summary>Whether the command has sent a request that changes something.</summary>
    public bool HasChanges => Server.Requests.Any(static it => it.Method != "GET");

    /// <summary>The snapshot's state, or <see cref="Gone"/> if it is gone or soon will be.</summary>
    public string StateOf(string name) => Server.Find(name)?.State is { } state and not "removing" ? state : Gone;

    /// <summary>The time limit for a request, on the clock of the client. A fault of the channel, or of one request, needs no limit to end.</summary>
    public static TimeSpan OperationTimeoutFor(Combination combination) =>
        IsSlow(combination.Fault) && !combination.Fault.StartsWith("channel-", StringComparison.Ordinal)
        && !(combination.Axis == Axis.Second && FaultCatalog.Create(combination.Fault).Status == 429)
            ? ShortTimeout
            : LongTimeout;

    /// <summary>Whether a command waits for a limit.</summary>
    public static bool IsSlow(string fault) => FaultCatalog.Create(fault) is
        { Kind: FaultKind.Silence or FaultKind.SilenceAfter or FaultKind.StallBody or FaultKind.SlowBody } or { Status: 429 };

    public static async Task<Cell> StartAsync(Combination combination)
    {
        string[] encodings = combination.Axis switch { Axis.Gzip => ["gzip"], Axis.Plain => [], _ => ["br"] };
        var cell = new Cell(await LocalServer.StartAsync(new LocalServerOptions { Encodings = encodings }));
        cell.Ready = cell.Server.AddSnapshot("ready").Id;
        cell.Server.AddSnapshot("red");
        cell.Server.AddSnapshot("late", "pulling");
        cell.Server.AddSnapshot("off", "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        cell.Server.Toolbox.Add("true");
        if (combination.Form.PrepareAsync is { } prepareAsync) await prepareAsync(cell);
        return cell;
    }

    /// <summary>Makes the fault happen from now on, and begins what happens beside the command.</summary>
    public Fault Begin(Combination combination)
    {
        CmdletForm form = combination.Form;
        Fault its = FaultCatalog.Create(combination.Fault);
        its = its with { Method = form.Method, Path = its.Path ?? form.Path };
        if (combination.Axis == Axis.Second) its = its with { Nth = 2, Method = form.Method ?? (its.Path is null ? "GET" : null) };
        // The whole of it takes longer than the time limit on a slow machine.
        if (its.Kind == FaultKind.PadBody) its = its with { Bytes = 1024 * 1024 };
        if (combination.Fault.StartsWith("field-", StringComparison.Ordinal)) its = its with { Field = form.Field };
        // These faults say that a deletion succeeded, too, that the service refuses while the sandbox starts.
        if (its.Kind == FaultKind.AnswerAfter) Server.Options.SandboxStartTime = TimeSpan.Zero;
        Server.ClearRequests();
        Server.Faults.Add(its);
        if (form.MeanwhileAsync is { } meanwhileAsync) _meanwhile = meanwhileAsync(this, _ended.Token);
        return its;
    }

    /// <summary>The snapshot becomes active when the command has sent a request.</summary>
    public async Task ActivateAsync(string name, CancellationToken cancellationToken)
    {
        await Server.WaitForRequestAsync(static _ => true, cancellationToken);
        Server.Change(name, static it => it.State = "active");
    }

    /// <summary>The snapshot's state changes again and again, so that a watch sees a change whenever it begins.</summary>
    public async Task MoveAsync(string name, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(70));
        for (int number = 0; await timer.WaitForNextTickAsync(cancellationToken); number++)
            Server.Change(name, it => it.State = ((string[])["pending", "pulling", "building"])[number % 3]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _meanwhile.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Adds a registry named <c>registry</c>.</summary>
    public Task AddRegistryAsync() => PostAsync(
        "docker-registry", new { name = "registry", url = "https://registry.example.com", username = "robot", password = "not-a-secret" });

    /// <summary>Adds a sandbox named <c>box</c>.</summary>
    public Task AddSandboxAsync()
    {
        Server.AddSandbox("box");
        return Task.CompletedTask;
    }

    /// <summary>Builds the snapshot <c>built</c>.</summary>
    public async Task BuildAsync()
    {
        await PostAsync("snapshots", new { name = "built", buildInfo = new { dockerfileContent = "FROM alpine:3.20\nRUN echo one\nRUN echo two\n" } });
        await Server.WaitForSnapshotAsync("built", static it => it?.State == "active");
        Log = Server.Builds.Single().Log.TrimEnd('\n').Split('\n');
    }

    private async Task PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.ApiUrl}/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.ApiKey);
        (await Http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}

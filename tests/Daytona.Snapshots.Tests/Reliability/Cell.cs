using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>One command against one fault: a server of its own, with snapshots in the states that the commands need.</summary>
internal sealed class Cell : IAsyncDisposable
{
    /// <summary>The time limit for a request in all cells.</summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(2);

    public const string Gone = "gone";

    private static readonly HttpClient Http = new();

    private Cell(LocalServer server) => Server = server;

    public LocalServer Server { get; }

    /// <summary>The lines of the log of the snapshot <c>built</c>.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>The names of the snapshots that are there and stay.</summary>
    public IEnumerable<string> Names => Server.Snapshots.Where(static it => it.State != "removing").Select(static it => it.Name);

    /// <summary>The snapshot's state, or <see cref="Gone"/> if it is gone or soon will be.</summary>
    public string StateOf(string name) => Server.Find(name)?.State is { } state and not "removing" ? state : Gone;

    public static async Task<Cell> StartAsync(bool isBuilt)
    {
        var cell = new Cell(await LocalServer.StartAsync());
        cell.Server.AddSnapshot("ready");
        cell.Server.AddSnapshot("red");
        cell.Server.AddSnapshot("late", "pulling");
        cell.Server.AddSnapshot("off", "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        if (isBuilt) await cell.BuildAsync();
        return cell;
    }

    /// <summary>Makes the fault happen from now on, and lets the snapshot <c>late</c> become active in a moment.</summary>
    public void Begin(string fault, string? method)
    {
        Fault its = FaultCatalog.Create(fault) with { Method = method };
        // The whole of it takes longer than the time limit on a slow machine.
        if (its.Kind == FaultKind.PadBody) its = its with { Bytes = 1024 * 1024 };
        Server.Faults.Add(its);
        _ = Task.Delay(300).ContinueWith(_ => Server.Change("late", static it => it.State = "active"), TaskScheduler.Default);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task BuildAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.ApiUrl + "/snapshots")
        {
            Content = JsonContent.Create(new { name = "built", buildInfo = new { dockerfileContent = "FROM alpine:3.20\nRUN echo one\nRUN echo two\n" } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.ApiKey);
        (await Http.SendAsync(request)).EnsureSuccessStatusCode();
        await Server.WaitForSnapshotAsync("built", static it => it?.State == "active");
        Log = Server.Builds.Single().Log.TrimEnd('\n').Split('\n');
    }
}

namespace Daytona.Snapshots.Client.Tests.Reliability;

/// <summary>An operation of the client on a server that has the active snapshot <c>it</c> and what else it needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RunAsync">Runs it.</param>
/// <param name="IsDone">Whether the server has made the change; for a read, always.</param>
/// <param name="IsUndone">Whether the server is as it was before.</param>
internal sealed record Operation(
    string Name, Func<DaytonaClient, CancellationToken, Task> RunAsync, Func<LocalServer, bool> IsDone, Func<LocalServer, bool> IsUndone)
{
    private static readonly CreateSnapshotRequest New = new() { Name = "new", ImageName = "alpine:3.20" };
    private static readonly CreateSnapshotRequest Newer = new() { Name = "it", ImageName = "alpine:3.21" };
    // Long enough for each fault to end it, and short enough for few requests by a clock that jumps.
    private static readonly CreateSnapshotOptions Limited = new() { Timeout = TimeSpan.FromMinutes(5) };
    private static readonly CreateRegistryRequest Team = new() { Name = "new", Url = "https://registry.example.com", Username = "robot", Password = new Secret("x") };

    /// <summary>All operations that send more than one kind of request, or that change something.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Read("Find", static (client, end) => client.Snapshots.FindAsync("it", end)),
        Read("List", static async (client, end) =>
        {
            using SnapshotPager pager = client.Snapshots.GetPager();
            int count = 0;
            while (await pager.ReadAsync(end) is { } page) count += page.Count;
            Assert.Equal(2, count);
        }),
        Read("Wait", static (client, end) => WithAsync(client, "it", it => client.Snapshots.WaitAsync(it.Id, new SnapshotWaitOptions { Until = static _ => true }, end), end)),
        Read("List regions", static (client, end) => client.Regions.ListAsync(end)),
        Read("Test", static (client, end) => WithAsync(client, "it", it => client.Snapshots.TestAsync(it, null, end), end)),
        Change("Create", static (client, end) => client.Snapshots.CreateAsync(New, Limited, end), static server => server.Find("new")?.State == "active", static server => server.Find("new") is null),
        Change("Build", static (client, end) => client.Snapshots.CreateAsync(
            New with { ImageName = null, Image = Image.FromText("FROM alpine:3.20\nRUN true\n") }, Limited, end), static server => server.Find("new")?.State == "active", static server => server.Find("new") is null),
        Change("Set", static (client, end) => client.Snapshots.SetAsync(New, cancellationToken: end), static server => server.Find("new")?.State == "active", static server => server.Find("new") is null),
        Change("Sync", static async (client, end) =>
        {
            SnapshotChange change = Assert.Single(await client.Snapshots.SyncAsync([New], cancellationToken: end));
            if (change.Failure is { } failure) throw failure;
        }, static server => server.Find("new")?.State == "active", static server => server.Find("new") is null),
        Change("Update", static (client, end) => WithAsync(client, "it", it => client.Snapshots.UpdateAsync(it, Newer, cancellationToken: end), end), IsNewer, static server => Stays(server, "it") && !IsNewer(server)),
        Change("Capture", static (client, end) => client.Snapshots.CaptureAsync(new CaptureSandboxRequest { SandboxIdOrName = "box", Name = "new" }, cancellationToken: end), static server => server.Find("new")?.SourceSandboxId is not null, static server => server.Find("new") is null),
        Change("Remove", static (client, end) => WithAsync(client, "it", it => client.Snapshots.RemoveAsync(it, new ChangeSnapshotOptions { Wait = true }, end), end), static server => !Stays(server, "it"), static server => Stays(server, "it")),
        Change("Enable", static (client, end) => WithAsync(client, "off", it => client.Snapshots.EnableAsync(it, new ChangeSnapshotOptions { Wait = true }, end), end), static server => server.Find("off")?.State == "active", static server => server.Find("off")?.State == "inactive"),
        Change("Disable", static (client, end) => WithAsync(client, "it", it => client.Snapshots.DisableAsync(it, null, end), end), static server => server.Find("it")?.State == "inactive", static server => server.Find("it")?.State == "active"),
        Change("Add registry", static (client, end) => client.Registries.CreateAsync(Team, end), static server => server.Registries.Count == 1, static server => server.Registries.Count == 0),
    ];

    public override string ToString() => Name;

    private static Operation Read(string name, Func<DaytonaClient, CancellationToken, Task> runAsync) => new(name, runAsync, static _ => true, static _ => true);

    private static Operation Change(
        string name, Func<DaytonaClient, CancellationToken, Task> runAsync, Func<LocalServer, bool> isDone, Func<LocalServer, bool> isUndone) =>
        new(name, runAsync, isDone, isUndone);

    private static async Task WithAsync(DaytonaClient client, string name, Func<Snapshot, Task> runAsync, CancellationToken end) =>
        await runAsync(await client.Snapshots.FindAsync(name, end) ?? throw new InvalidOperationException($"'{name}' was not found."));

    private static bool IsNewer(LocalServer server) => server.Find("it") is { State: "active", ImageName: "alpine:3.21" };

    private static bool Stays(LocalServer server, string name) => server.Find(name)?.State is { } state and not "removing";
}

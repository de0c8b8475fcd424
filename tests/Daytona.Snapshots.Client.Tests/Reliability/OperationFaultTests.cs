namespace Daytona.Snapshots.Client.Tests.Reliability;

/// <summary>
/// The layer of operations: an operation whose requests fail for a reason succeeds, fails and has changed nothing, or says that this
/// is unknown. The clock of the client and the server jumps, so that no wait takes time.
/// </summary>
public sealed class OperationFaultTests
{
    // Longer than the time limit of a request: the client gives up first.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(61);

    // A fault for each reason.
    private static readonly Fault[] Faults =
    [
        FaultCatalog.Create("status-400"),
        FaultCatalog.Create("status-401"),
        FaultCatalog.Create("status-403"),
        FaultCatalog.Create("status-404"),
        FaultCatalog.Create("status-409"),
        FaultCatalog.Create("status-429"),
        FaultCatalog.Create("status-500"),
        FaultCatalog.Create("status-503"),
        FaultCatalog.Create("html-200"),
        FaultCatalog.Create("redirect-same-host"),
        FaultCatalog.Create("json-empty-object"),
        FaultCatalog.Create("json-truncated"),
        FaultCatalog.Create("reset-before"),
        FaultCatalog.Create("reset-after"),
        new() { Name = "silence", Kind = FaultKind.Delay, Delay = Silence },
        new() { Name = "silence-after", Kind = FaultKind.DelayAfter, Delay = Silence },
    ];

    // Those that a single request can meet, and that the rest of the operation may survive.
    private static readonly string[] OfOneRequest = ["status-400", "status-503", "html-200", "json-truncated", "reset-before", "reset-after", "silence", "silence-after"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Operation.All.Select(static it => it.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task An_operation_without_faults_succeeds(string name) => Assert.Null(await RunAsync(Find(name), fault: null));

    [Theory, MemberData(nameof(Names))]
    public async Task A_permanent_fault_ends_truthfully(string name)
    {
        List<string> wrong = [];
        foreach (string method in (string[])["GET", "POST", "DELETE"])
        {
            foreach (Fault fault in Faults)
            {
                Fault its = fault with { Method = method };
                if (await RunAsync(Find(name), its) is { } mistake) wrong.Add($"{fault.Name} {method}: {mistake}");
                // The operation has no such request.
                if (its.Times == 0) break;
            }
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_fault_of_one_request_ends_truthfully(string name)
    {
        List<string> wrong = [];
        foreach (Fault fault in Faults.Where(static it => OfOneRequest.Contains(it.Name)))
        {
            Fault its;
            int number = 0;
            do
            {
                its = fault with { Nth = ++number };
                if (await RunAsync(Find(name), its) is { } mistake) wrong.Add($"{fault.Name} {number}: {mistake}");
            }
            while (its.Times > 0);
        }

        Assert.Empty(wrong);
    }

    private static Operation Find(string name) => Operation.All.Single(it => it.Name == name);

    /// <returns>What is not so; null if all is true.</returns>
    private static async Task<string?> RunAsync(Operation operation, Fault? fault)
    {
        var clock = new HurriedClock();
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { TimeProvider = clock }, Cancelled);
        server.AddSnapshot("it");
        server.AddSnapshot("off", "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        server.AddSandbox("box");
        if (fault is not null) server.Faults.Add(fault);
        using var client = new DaytonaClient(
            new DaytonaClientOptions
            {
                ApiUrl = server.ApiUrl, Credential = new Secret(server.ApiKey), UseNotifications = false, OperationTimeout = TimeSpan.FromSeconds(60),
            },
            clock);

        var observer = new RecordingObserver();

        Exception? failure = await Record.ExceptionAsync(() => operation.RunAsync(client.ObservedBy(observer), Cancelled));

        string? left = observer.Warnings.IsEmpty && failure is not SnapshotUpdateException ? FindLeft(server) : null;
        if (failure is null) return operation.IsDone(server) ? left : "it succeeded, and nothing was done";
        if (fault?.Times is null or 0) return $"it failed without a fault: {failure}";
        if (failure is not DaytonaException) return $"{failure}";
        // A read that fails says nothing of the change before it. One that is not recorded yet is of the log, for which nothing waits.
        bool isOfRead = fault.Method == "GET" || (fault.Nth is { } nth && server.Requests.ElementAtOrDefault(nth - 1)?.Method is null or "GET");
        return operation.IsUndone(server) || isOfRead || LeavesOpen(failure) ? left : $"it was done: {failure.GetType().Name} {failure.Message}";
    }

    // Temporary snapshots, and sandboxes of tests, that are left without a warning.
    private static string? FindLeft(LocalServer server) =>
        server.Snapshots.Where(static it => it.State != "removing").Select(static it => it.Name)
            .Concat(server.Sandboxes.Where(static it => it.State is not ("destroying" or "destroyed")).Select(static it => it.Name))
            .FirstOrDefault(static name => name.Contains(".update-", StringComparison.Ordinal) || name.StartsWith("snapshot-test-", StringComparison.Ordinal));

    private static bool LeavesOpen(Exception failure) => failure
        is SnapshotException { Failure: SnapshotFailure.MayExist or SnapshotFailure.CaptureFailed }
        or SnapshotTimeoutException or SnapshotUpdateException or UnexpectedResponseException
        or DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout or ConnectionFailure.NotDaytona }
        or DaytonaApiException { Reason: ApiErrorReason.ServiceFailed or ApiErrorReason.ServiceUnavailable };
}

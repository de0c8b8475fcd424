namespace Daytona.Snapshots.Client.Tests.Snapshots;

public sealed class SnapshotTesterTests : ClientTest
{
    private static readonly TestSnapshotOptions Hello = new() { Commands = [SandboxCommand.Parse("hello")] };

    /// <summary>The sandboxes that are not being deleted.</summary>
    private IEnumerable<LocalSandbox> Left => Server.Sandboxes.Where(static it => it.State is not ("destroying" or "destroyed"));

    [Fact]
    public async Task A_snapshot_passes_if_a_sandbox_starts()
    {
        SnapshotTestResult result = await TestAsync("it");

        Assert.True(result.Success);
        Assert.Null(result.Error);
        Assert.Null(result.ExitCode);
        Assert.True(result.StartSeconds > 0);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task Commands_are_run_in_order_and_their_output_is_kept()
    {
        Server.Toolbox.Add("first", output: "1");
        Server.Toolbox.Add("second", output: "2");

        SnapshotTestResult result = await TestAsync("it", new TestSnapshotOptions { Commands = [SandboxCommand.Parse("first"), SandboxCommand.Parse("second")] });

        Assert.Equal((true, 0, "12"), (result.Success, result.ExitCode, result.Output));
        Assert.Equal(["first", "second"], result.Commands.Select(static command => command.Command));
    }

    [Fact]
    public async Task A_command_that_fails_fails_the_test()
    {
        Server.Toolbox.Add("bad", exitCode: 3, output: "no numpy");
        Server.Toolbox.Add("good");

        SnapshotTestResult result = await TestAsync("it", new TestSnapshotOptions { Commands = [SandboxCommand.Parse("bad"), SandboxCommand.Parse("good")] });

        Assert.Equal((false, 3, "'bad' ended with exit code 3"), (result.Success, result.ExitCode, result.Error));
        Assert.Equal(2, result.Commands.Count);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task A_sandbox_that_fails_to_start_fails_the_test()
    {
        SnapshotTestResult result = await TestAsync("start-fail");

        Assert.Equal("The sandbox is in state error: failed to start sandbox: container exited with code 1", result.Error);
        Assert.Null(result.StartSeconds);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task An_inactive_snapshot_fails_the_test()
    {
        Server.AddSnapshot("it", "inactive");

        SnapshotTestResult result = await TestAsync(await FindAsync("it"));

        Assert.Equal("Snapshot it is inactive", result.Error);
        Assert.Equal(0, CountOf("DELETE"));
    }

    [Fact]
    public async Task A_command_that_does_not_end_fails_the_test()
    {
        Hang("hello");

        SnapshotTestResult result = await TestAsync("it", Hello with { Timeout = TimeSpan.FromSeconds(0.5) });

        Assert.Equal("'hello' did not end within the time limit of 0.5 s", result.Error);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task The_toolbox_receives_the_remaining_time()
    {
        TimeSpan? given = null;
        Server.Toolbox.Add(new ToolboxRule { Respond = command => Answer(given = command.Timeout) });

        await TestAsync("it", Hello with { Timeout = TimeSpan.FromSeconds(90) });

        Assert.InRange(given!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task The_service_would_delete_the_sandbox_by_itself()
    {
        LocalSandbox? seen = null;
        Server.Toolbox.Add(new ToolboxRule { Respond = command => Answer(seen = command.Sandbox) });

        await TestAsync("it", Hello);

        Assert.Equal((15, 0), (seen!.AutoStopInterval, seen.AutoDeleteInterval));
        Assert.Equal("test", seen.Labels["daytona-snapshots/purpose"]);
        DateTimeOffset expires = DateTimeOffset.Parse(seen.Labels["daytona-snapshots/expires"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(13), TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_refused_deletion_is_repeated(int refusals)
    {
        RefuseDeletions(refusals);

        await TestAsync("it", client: Connect(time: new HurriedClock()));

        Assert.Equal(refusals + 1, CountOf("DELETE"));
        Assert.Empty(Left);
    }

    [Fact]
    public async Task A_deletion_that_stays_refused_is_a_warning()
    {
        RefuseDeletions(int.MaxValue);
        var observer = new RecordingObserver();

        SnapshotTestResult result = await TestAsync("it", client: Connect(time: new HurriedClock()).ObservedBy(observer));

        Assert.True(result.Success);
        Assert.EndsWith("If it is left, the service deletes it later.", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_someone_else_deleted_is_no_warning()
    {
        Server.Toolbox.Add(new ToolboxRule { Respond = command => Answer(Server.Change(command.Sandbox, static it => it.State = "destroyed")) });
        var observer = new RecordingObserver();

        await TestAsync("it", Hello, Connect().ObservedBy(observer));

        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task A_cancellation_deletes_the_sandbox()
    {
        Hang("hello");
        using var stop = new CancellationTokenSource();

        Task<SnapshotTestResult> test = TestAsync("it", Hello, cancellationToken: stop.Token);
        await Server.WaitForRequestAsync(static request => request.Path.EndsWith("/process/execute", StringComparison.Ordinal), Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task A_creation_without_a_response_leaves_nothing_behind()
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.SilenceAfter });
        using var stop = new CancellationTokenSource();

        Task<SnapshotTestResult> test = TestAsync("it", cancellationToken: stop.Token);
        await Server.WaitForSandboxesAsync(static sandboxes => sandboxes.Any(static it => it.State == "started"), Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task A_creation_whose_response_was_lost_is_found()
    {
        Server.Faults.Add(new Fault { Method = "POST", Count = 1, Kind = FaultKind.CloseAfter });

        SnapshotTestResult result = await TestAsync("it");

        Assert.True(result.Success);
        Assert.Equal(1, CountOf("POST"));
        Assert.Empty(Left);
    }

    [Fact]
    public async Task Sandboxes_that_an_earlier_test_left_behind_are_deleted()
    {
        AddSandbox("abandoned", "test", DateTimeOffset.UtcNow.AddMinutes(-1));
        AddSandbox("running", "test", DateTimeOffset.UtcNow.AddMinutes(5));
        AddSandbox("foreign", "other", DateTimeOffset.UtcNow.AddMinutes(-1));
        Server.AddSandbox("unlabeled");

        await TestAsync("it");

        Assert.Equal(["foreign", "running", "unlabeled"], Left.Select(static it => it.Name).Order());
    }

    [Fact]
    public async Task A_left_sandbox_that_can_not_be_deleted_hides_no_other()
    {
        AddSandbox("stuck", "test", DateTimeOffset.UtcNow.AddMinutes(-2));
        AddSandbox("abandoned", "test", DateTimeOffset.UtcNow.AddMinutes(-1));
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Path = $"/api/sandbox/{Server.Sandboxes.Single(static it => it.Name == "stuck").Id}",
            Kind = FaultKind.Answer,
            Status = 409,
            Body = """{"statusCode":409,"message":"Sandbox state change in progress"}""",
        });

        await TestAsync("it");

        Assert.Equal(["stuck"], Left.Select(static it => it.Name));
    }

    [Fact]
    public async Task A_start_that_the_service_does_not_confirm_is_no_failed_test()
    {
        Server.AddSnapshot("it");
        Snapshot snapshot = await FindAsync("it");
        Server.Faults.Add(new Fault { Path = "/api/sandbox*", Method = "GET", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Options.Maintenance = true });

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => Connect(time: new HurriedClock()).Snapshots.TestAsync(
            snapshot, new TestSnapshotOptions { Timeout = TimeSpan.FromSeconds(30) }, Cancelled));
    }

    [Fact]
    public async Task Two_tests_of_a_client_look_for_left_sandboxes_once()
    {
        DaytonaClient client = Connect();
        Server.AddSnapshot("it");
        Snapshot snapshot = await FindAsync("it");

        await Task.WhenAll(TestAsync(snapshot, client: client), TestAsync(snapshot, client: client));

        Assert.Single(Server.Requests, static request => request is { Method: "GET", Path: "/api/sandbox" });
    }

    [Fact]
    public async Task A_sandbox_that_nobody_deletes_ends_by_itself()
    {
        var clock = new TestClock();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, SandboxStartTime = TimeSpan.Zero, SandboxStopTime = TimeSpan.Zero }, Cancelled);
        server.AddSnapshot("it");
        // The credential may create sandboxes and not delete them, which is as if the process had ended.
        LocalApiKey key = server.AddApiKey("creator", "write:sandboxes");
        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = server.ApiUrl, Credential = new Secret(key.Value) });
        await client.Snapshots.TestAsync((await client.Snapshots.FindAsync("it", Cancelled))!, cancellationToken: Cancelled);
        Assert.Equal("started", Assert.Single(server.Sandboxes).State);

        clock.Advance(TimeSpan.FromMinutes(15));

        await server.WaitForSandboxesAsync(static sandboxes => sandboxes.Count == 0, Cancelled);
    }

    [Fact]
    public async Task A_missing_permission_says_nothing_about_the_snapshot()
    {
        LocalApiKey key = Server.AddApiKey("reader");

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => TestAsync("it", client: Connect(key.Value)));

        Assert.Equal(ApiErrorReason.PermissionMissing, error.Reason);
    }

    [Theory]
    [InlineData("toolbox-reset")]
    [InlineData("toolbox-status-503")]
    public async Task A_toolbox_that_fails_says_nothing_about_the_snapshot(string fault)
    {
        Server.Faults.Add(FaultCatalog.Create(fault));

        await Assert.ThrowsAsync<ToolboxException>(() => TestAsync("it", Hello));

        Assert.Empty(Left);
    }

    [Theory]
    [InlineData("toolbox-reset", "stopped", "The sandbox is in state stopped")]
    [InlineData("toolbox-status-503", "error", "The sandbox is in state error: out of memory")]
    public async Task A_sandbox_that_ends_meanwhile_fails_the_test(string fault, string state, string error)
    {
        Server.Faults.Add(FaultCatalog.Create(fault) with { Nth = 2 });
        Server.Toolbox.Add(new ToolboxRule { Command = "first", Respond = command => Answer(Server.Change(command.Sandbox, it => (it.State, it.ErrorReason) = (state, state == "error" ? "out of memory" : null))) });

        SnapshotTestResult result = await TestAsync("it", Hello with { Commands = [SandboxCommand.Parse("first"), SandboxCommand.Parse("hello")] });

        Assert.Equal(error, result.Error);
        Assert.False(result.Success);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("\"0\"")]
    [InlineData("null")]
    public async Task An_exit_code_that_is_no_whole_number_is_no_success(string exitCode)
    {
        Server.Faults.Add(new Fault { Path = "/toolbox/*", Kind = FaultKind.Answer, Status = 200, Body = $$"""{"exitCode":{{exitCode}},"result":""}""" });

        await Assert.ThrowsAsync<ToolboxException>(() => TestAsync("it", Hello));
    }

    [Fact]
    public async Task Of_long_output_only_the_end_is_kept()
    {
        string output = string.Concat(Enumerable.Repeat("ü\"\\\n\u0001😀", 150_000));
        Server.Toolbox.Add("hello", exitCode: 3, output: output);

        SandboxCommandResult result = Assert.Single((await TestAsync("it", Hello)).Commands);

        Assert.Equal(3, result.ExitCode);
        Assert.InRange(result.Output.Length, 100_000, 1024 * 1024);
        string[] parts = result.Output.Split('\n', 2);
        Assert.Matches(@"^\[[0-9,]+ bytes left out\]$", parts[0]);
        Assert.EndsWith(parts[1], output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_is_learned_from_a_notification()
    {
        Server.Options.SandboxPlan = static (_, plan) => plan with { StartTime = Timeout.InfiniteTimeSpan };
        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey) });

        Task<SnapshotTestResult> test = TestAsync("it", client: client);
        await Server.WaitForRequestAsync(
            static request => request is { Method: "GET", IsFinished: true } && request.Path.StartsWith("/api/sandbox/", StringComparison.Ordinal), Cancelled);
        Server.Change(Assert.Single(Server.Sandboxes), static it => it.State = "started");

        Assert.True((await test).Success);
        Assert.Equal(2, Server.Requests.Count(
            static request => request.Method == "GET" && request.Path.StartsWith("/api/sandbox/", StringComparison.Ordinal)));
    }

    private static ToolboxResult Answer(object? _) => new(0, "");

    private void Hang(string command) => Server.Toolbox.Add(new ToolboxRule { Command = command, Duration = Timeout.InfiniteTimeSpan });

    private void RefuseDeletions(int count)
    {
        // The client's clock hurries, so the server must not take time of its own.
        Server.Options.SandboxStartTime = TimeSpan.Zero;
        Server.Options.SandboxStopTime = TimeSpan.Zero;
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Count = count,
            Kind = FaultKind.Answer,
            Status = 409,
            Body = """{"statusCode":409,"message":"Sandbox state change in progress"}""",
        });
    }

    private void AddSandbox(string name, string purpose, DateTimeOffset expires) => Server.AddSandbox(name, it => it.Labels = new Dictionary<string, string>
    {
        ["daytona-snapshots/purpose"] = purpose,
        ["daytona-snapshots/expires"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    });

    private async Task<Snapshot> FindAsync(string name) => (await Connect().Snapshots.FindAsync(name, Cancelled))!;

    private async Task<SnapshotTestResult> TestAsync(
        string name, TestSnapshotOptions? options = null, DaytonaClient? client = null, CancellationToken? cancellationToken = null)
    {
        Server.AddSnapshot(name);
        return await TestAsync(await FindAsync(name), options, client, cancellationToken);
    }

    private Task<SnapshotTestResult> TestAsync(
        Snapshot snapshot, TestSnapshotOptions? options = null, DaytonaClient? client = null, CancellationToken? cancellationToken = null) =>
        (client ?? Connect()).Snapshots.TestAsync(snapshot, options, cancellationToken ?? Cancelled);
}

namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotUpdateTests : ClientTest
{
    private static readonly SetSnapshotOptions Keeping = new() { KeepEntrypoint = true };

    protected override LocalServerOptions ServerOptions => new()
    {
        PullTime = TimeSpan.Zero,
        BuildTime = TimeSpan.Zero,
        RemovalDelay = TimeSpan.Zero,
    };

    /// <summary>The snapshots that are there and stay.</summary>
    private IEnumerable<string> Left => Server.Snapshots.Where(static it => it.State != "removing").Select(static it => Plain(it.Name)).Order();

    [Fact]
    public async Task An_update_builds_under_a_temporary_name_first()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);

        Snapshot updated = await client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled);

        Assert.Equal(("it", "active", "alpine:3.21"), (updated.Name, updated.State, updated.ImageName));
        Assert.NotEqual(old.Id, updated.Id);
        Assert.Equal(["it"], Left);
        Assert.Equal(
            ["POST it.new", "DELETE it", "POST it", "DELETE it.new"],
            Server.Requests.Where(static request => request.Method != "GET").Select(request => request.Method switch
            {
                "POST" => $"POST {Plain(request.Body!.Split('"')[3])}",
                _ => $"DELETE {(request.Path.EndsWith(old.Id, StringComparison.Ordinal) ? "it" : "it.new")}",
            }));
    }

    [Fact]
    public async Task Omitted_values_are_inherited_from_the_old_snapshot()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client, static it => (it.Cpu, it.Mem, it.Disk, it.Entrypoint) = (2, 4, 8, ["run", "it"]));

        Snapshot updated = await client.Snapshots.UpdateAsync(old, FromNewer with { Memory = 2 }, cancellationToken: Cancelled);

        Assert.Equal((2, 2, 8), (updated.Cpu, updated.Memory, updated.Disk));
        Assert.Equal(["run", "it"], updated.Entrypoint!);
    }

    [Fact]
    public async Task An_update_without_a_source_keeps_the_image()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client, static it => (it.ImageName, it.Entrypoint) = ("debian:13", ["run", "it"]));

        Snapshot updated = await client.Snapshots.UpdateAsync(old, new CreateSnapshotRequest { Name = "it", Memory = 2 }, cancellationToken: Cancelled);

        Assert.Equal(("debian:13", 2), (updated.ImageName, updated.Memory));
        Assert.Equal(["run", "it"], updated.Entrypoint!);
    }

    [Fact]
    public async Task An_update_without_a_source_keeps_the_build()
    {
        using var folder = new TemporaryFolder();
        folder.With("a/x", "1");
        DaytonaClient client = Connect();
        Image image = Image.FromBase("alpine:3.20").AddLocalDirectory(Path.Combine(folder.Path, "a"), "/a", folder.Path);
        Snapshot old = (await client.Snapshots.CreateAsync(new CreateSnapshotRequest { Name = "it", Image = image, Entrypoint = ["run", "it"] }, cancellationToken: Cancelled)).Snapshot;
        Server.ClearRequests();

        Snapshot updated = await client.Snapshots.UpdateAsync(old, new CreateSnapshotRequest { Name = "it", Cpu = 2 }, cancellationToken: Cancelled);

        Assert.Equal((old.BuildInfo!.DockerfileContent, 2), (updated.BuildInfo!.DockerfileContent, updated.Cpu));
        Assert.Equal(old.BuildInfo.ContextHashes!, updated.BuildInfo.ContextHashes!);
        Assert.DoesNotContain(Server.Requests, static request => request.Path.Contains("push-access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_captured_snapshot_has_no_source_to_keep()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client, static it => it.ImageName = "");
        Server.ClearRequests();

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => client.Snapshots.UpdateAsync(old, new CreateSnapshotRequest { Name = "it", Cpu = 2 }, cancellationToken: Cancelled));

        Assert.Equal(SnapshotFailure.SourceUnknown, error.Failure);
        Assert.All(Server.Requests, static request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("entrypoint")]
    [InlineData("regionIds")]
    public async Task An_update_does_not_lose_what_it_can_not_read(string field)
    {
        DaytonaClient client = Connect();
        await AddAsync(client);
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/snapshots*", Kind = FaultKind.ChangeField, Field = field, Value = "{}" });
        Snapshot old = (await client.Snapshots.FindAsync("it", Cancelled))!;

        UnexpectedResponseException error = await Assert.ThrowsAsync<UnexpectedResponseException>(
            () => client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled));

        Assert.Equal(field, error.Field);
        Assert.All(Server.Requests.Skip(1), static request => Assert.Equal("GET", request.Method));
        Assert.Equal(["it"], Left);
    }

    [Fact]
    public async Task A_failed_verification_leaves_the_old_snapshot_unchanged()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        string? verified = null;

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Snapshots.UpdateAsync(
            old,
            FromNewer,
            Keeping with
            {
                VerifyAsync = (snapshot, _) =>
                {
                    verified = $"{Plain(snapshot.Name)} {snapshot.State}";
                    throw new InvalidOperationException();
                },
            },
            Cancelled));

        Assert.Equal("it.new active", verified);
        AssertUnchanged(old);
    }

    [Fact]
    public async Task A_failed_test_leaves_the_old_snapshot_unchanged()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.Toolbox.Add("hello", exitCode: 1);
        var test = new TestSnapshotOptions { Commands = [SandboxCommand.Parse("hello")] };

        SnapshotTestException error = await Assert.ThrowsAsync<SnapshotTestException>(() => client.Snapshots.UpdateAsync(
            old,
            FromNewer,
            Keeping with { VerifyAsync = (snapshot, token) => client.Snapshots.EnsurePassesAsync(snapshot, test, token) },
            Cancelled));

        Assert.Equal(1, error.Result.ExitCode);
        AssertUnchanged(old);
    }

    [Fact]
    public async Task A_failed_creation_leaves_the_old_snapshot_unchanged()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => client.Snapshots.UpdateAsync(
            old, FromNewer with { ImageName = "pull-fail:1" }, Keeping, Cancelled));

        Assert.Equal((SnapshotFailure.CreationFailed, "it.new"), (error.Failure, Plain(error.Name)));
        AssertUnchanged(old);
    }

    [Fact]
    public async Task A_refused_removal_leaves_the_old_snapshot_unchanged()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.Faults.Add(new Fault { Method = "DELETE", Count = 1, Kind = FaultKind.Answer, Status = 403 });

        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled));

        AssertUnchanged(old);
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(404, """{"statusCode":404,"message":"Not Found"}""")]
    public async Task A_removal_without_effect_leaves_the_old_snapshot_unchanged(int status, string body)
    {
        DaytonaClient client = Connect(time: new HurriedClock());
        Snapshot old = await AddAsync(client);
        Server.Faults.Add(new Fault { Method = "DELETE", Count = 1, Kind = FaultKind.Answer, Status = status, Body = body });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled));

        Assert.Equal(SnapshotFailure.NotApplied, error.Failure);
        AssertUnchanged(old);
    }

    [Fact]
    public async Task An_incomplete_update_explains_how_to_complete_it()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.Faults.Add(new Fault { Method = "POST", Nth = 2, Kind = FaultKind.Answer, Status = 403, Body = """{"statusCode":403,"message":"no"}""" });

        SnapshotUpdateException error = await Assert.ThrowsAsync<SnapshotUpdateException>(
            () => client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled));

        Assert.True(error.IsRemoved);
        Assert.Equal(("it.new", "active"), (Plain(error.Kept.Name), error.Kept.State));
        Assert.Equal(["it.new"], Left);
        Assert.Equal("active", (await client.Snapshots.CreateAsync(error.Completion, cancellationToken: Cancelled)).Snapshot.State);
        Assert.Equal("alpine:3.21", Server.Find("it")!.ImageName);
    }

    [Fact]
    public async Task A_removal_with_an_unknown_outcome_keeps_the_build()
    {
        DaytonaClient client = Connect(time: new HurriedClock());
        Snapshot old = await AddAsync(client);
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Kind = FaultKind.Meanwhile,
            Meanwhile = static server => server.Options.Maintenance = true,
        });

        SnapshotUpdateException error = await Assert.ThrowsAsync<SnapshotUpdateException>(
            () => client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled));

        Assert.False(error.IsRemoved);
        Assert.Equal("it.new", Plain(error.Kept.Name));
    }

    [Fact]
    public async Task A_timeout_leaves_the_old_snapshot_unchanged()
    {
        DaytonaClient client = Connect(time: new HurriedClock());
        Snapshot old = await AddAsync(client);
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => client.Snapshots.UpdateAsync(
            old, FromNewer, Keeping with { Timeout = TimeSpan.FromSeconds(20) }, Cancelled));

        AssertUnchanged(old);
    }

    [Fact]
    public async Task A_cancellation_removes_the_temporary_snapshot()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };
        using var stop = new CancellationTokenSource();

        Task update = client.Snapshots.UpdateAsync(old, FromNewer, Keeping, stop.Token);
        await Server.WaitForSnapshotAsync("it", _ => Left.Contains("it.new"), Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => update);
        AssertUnchanged(old);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(418)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task The_last_creation_is_repeated_after_a_bad_response(int status)
    {
        DaytonaClient client = Connect(time: new HurriedClock());
        Snapshot old = await AddAsync(client);
        Server.Faults.Add(new Fault { Method = "POST", Nth = 2, Kind = FaultKind.Answer, Status = status });

        Snapshot updated = await client.Snapshots.UpdateAsync(old, FromNewer, Keeping, Cancelled);

        Assert.Equal(("it", "active", "alpine:3.21"), (updated.Name, updated.State, updated.ImageName));
        Assert.Equal(["it"], Left);
    }

    [Fact]
    public async Task A_time_limit_that_can_not_hold_a_replacement_is_refused()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.ClearRequests();

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => client.Snapshots.UpdateAsync(
            old, FromNewer, Keeping with { Timeout = TimeSpan.FromSeconds(19) }, Cancelled));

        Assert.Equal(SnapshotFailure.TimeLimitTooShort, error.Failure);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task A_cancellation_does_not_leave_the_name_missing(string method)
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        using var stop = new CancellationTokenSource();
        Server.Faults.Add(new Fault { Method = method, Nth = method == "POST" ? 2 : 1, Kind = FaultKind.Meanwhile, Meanwhile = _ => stop.Cancel() });

        await client.Snapshots.UpdateAsync(old, FromNewer, Keeping, stop.Token);

        Assert.Equal("alpine:3.21", Server.Find("it")!.ImageName);
        Assert.Equal(["it"], Left);
    }

    [Fact]
    public async Task A_cancellation_before_the_removal_leaves_nothing()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Snapshots.UpdateAsync(
            old,
            FromNewer,
            Keeping with
            {
                VerifyAsync = (_, _) =>
                {
                    stop.Cancel();
                    return Task.CompletedTask;
                },
            },
            stop.Token));

        AssertUnchanged(old);
    }

    [Fact]
    public async Task Leftovers_of_killed_updates_are_removed()
    {
        DaytonaClient client = Connect();
        Snapshot old = await AddAsync(client);
        Server.AddSnapshot("it.update-0123abcd");
        var observer = new RecordingObserver();

        await client.ObservedBy(observer).Snapshots.UpdateAsync(old, FromNewer, cancellationToken: Cancelled);

        Assert.Equal(["it"], Left);
        Assert.Equal("Removing 'it.update-0123abcd', a leftover of an interrupted update.", Assert.Single(observer.Warnings));
    }

    /// <summary>A name, or <c>it.new</c> for that of the temporary snapshot.</summary>
    private static string Plain(string name) => SnapshotName.FindReplaced(name) is { } replaced ? replaced + ".new" : name;

    private static CreateSnapshotRequest FromNewer => new() { Name = "it", ImageName = "alpine:3.21" };

    private async Task<Snapshot> AddAsync(DaytonaClient client, Action<LocalSnapshot>? change = null)
    {
        Server.AddSnapshot("it", change: change);
        return (await client.Snapshots.FindAsync("it", Cancelled))!;
    }

    private void AssertUnchanged(Snapshot old)
    {
        Assert.Equal(["it"], Left);
        Assert.Equal((old.Id, old.ImageName), (Server.Find("it")!.Id.ToString(), Server.Find("it")!.ImageName));
    }
}

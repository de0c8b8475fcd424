using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotCreatorTests : ClientTest, IDisposable
{
    private static readonly CreateSnapshotOptions IfNotExists = new() { IfNotExists = true };
    private static readonly CreateSnapshotOptions ReplaceFailed = new() { IfNotExists = true, ReplaceFailed = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_Dockerfile_is_built_with_its_log_states_and_upload()
    {
        ConcurrentQueue<string> lines = new(), states = new();
        ConcurrentQueue<UploadProgress> uploads = new();

        SnapshotCreation creation = await Connect().Snapshots.CreateAsync(
            FromDockerfile("it", "FROM alpine:3.20\nCOPY app.py /\nRUN echo hello\n"),
            new CreateSnapshotOptions
            {
                OnLogLine = line => lines.Enqueue(line.Text),
                OnStateChange = snapshot => states.Enqueue(snapshot.State),
                OnUpload = uploads.Enqueue,
            },
            Cancelled);

        Assert.Equal((true, "active"), (creation.Created, creation.Snapshot.State));
        Assert.Contains(lines, static line => line.Contains("RUN echo hello", StringComparison.Ordinal));
        Assert.Equal(("pending", "active"), (states.First(), states.Last()));
        Assert.Equal(uploads.Last().Total, uploads.Last().Done);
        Assert.Equal("print('hello')", Assert.Single(Server.Builds).Context["app.py"].Text);
    }

    [Fact]
    public async Task A_failed_build_has_its_instruction_and_the_end_of_its_log()
    {
        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => Connect().Snapshots.CreateAsync(
            FromDockerfile("it", "FROM alpine:3.20\nRUN exit 3\n"), cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.CreationFailed, "it"), (error.Failure, error.Name));
        Assert.True(SnapshotState.IsFailure(error.Snapshot!.State));
        Assert.Equal("RUN exit 3", error.BuildFailure!.Instruction);
        Assert.NotEmpty(error.BuildFailure.LastLines);
    }

    [Fact]
    public async Task A_callback_that_throws_ends_the_wait()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Connect().Snapshots.CreateAsync(
            FromDockerfile("it", "FROM alpine:3.20\nRUN echo hello\n"),
            new CreateSnapshotOptions { OnLogLine = static _ => throw new InvalidOperationException() },
            Cancelled));
    }

    [Fact]
    public async Task A_used_name_is_an_error()
    {
        Server.AddSnapshot("it");

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.CreateAsync(FromAlpine("it"), cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.NameTaken, "it"), (error.Failure, error.Name));
    }

    [Theory]
    [InlineData("active")]
    [InlineData("building")]
    public async Task An_existing_snapshot_is_returned_once_it_is_active(string state)
    {
        LocalSnapshot existing = Server.AddSnapshot("it", state);
        Server.Faults.Add(new Fault
        {
            Method = "GET", Nth = 3, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Change(existing, static it => it.State = "active"),
        });

        SnapshotCreation creation = await Connect(time: new HurriedClock()).Snapshots.CreateAsync(FromAlpine("it"), IfNotExists, Cancelled);

        Assert.Equal((false, "active"), (creation.Created, creation.Snapshot.State));
        Assert.Equal(existing.Id.ToString(), creation.Snapshot.Id);
    }

    [Theory]
    [InlineData("inactive")]
    [InlineData("error")]
    [InlineData("build_failed")]
    public async Task An_existing_snapshot_that_is_not_usable_is_an_error(string state)
    {
        Server.AddSnapshot("it", state);

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.CreateAsync(FromAlpine("it"), IfNotExists, Cancelled));

        Assert.Equal((SnapshotFailure.ExistingUnusable, state), (error.Failure, error.Snapshot!.State));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("build_failed")]
    public async Task A_failed_snapshot_is_replaced_by_its_ID_after_a_warning(string state)
    {
        LocalSnapshot failed = Server.AddSnapshot("it", state, static it => (it.ErrorReason, it.UpdatedAt) = ("disk full", it.UpdatedAt.AddHours(-1)));
        var observer = new RecordingObserver();
        var states = new ConcurrentQueue<string>();
        CreateSnapshotOptions options = ReplaceFailed with { OnStateChange = snapshot => states.Enqueue(snapshot.State) };

        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey) });
        SnapshotCreation creation = await client.ObservedBy(observer).Snapshots.CreateAsync(FromAlpine("it"), options, Cancelled);

        // Those of the new one only, each once.
        Assert.Equal(states.Distinct(), states);
        Assert.DoesNotContain("removing", states);
        Assert.Equal((true, "active", failed.Id.ToString()), (creation.Created, creation.Snapshot.State, creation.Replaced?.Id));
        Assert.Contains(Server.Requests, request => request.Method == "DELETE" && request.Path.EndsWith(failed.Id.ToString(), StringComparison.Ordinal));
        Assert.Equal($"'it' had failed before ({state}): disk full. Removing it, and creating it again.", Assert.Single(observer.Warnings));
    }

    [Fact]
    public async Task A_snapshot_that_fails_during_the_call_is_not_replaced()
    {
        Server.AddSnapshot("it", "build_failed", static it => it.UpdatedAt = it.UpdatedAt.AddMinutes(1));

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.CreateAsync(FromAlpine("it"), ReplaceFailed, Cancelled));

        Assert.Equal((SnapshotFailure.ExistingUnusable, 0), (error.Failure, CountOf("DELETE")));
    }

    [Fact]
    public async Task A_snapshot_is_replaced_only_once()
    {
        Server.AddSnapshot("it", "error", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        // Another job creates it first, and fails.
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Nth = 2,
            Kind = FaultKind.Meanwhile,
            Meanwhile = static server => server.AddSnapshot("it", "error", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1)),
        });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.CreateAsync(FromAlpine("it"), ReplaceFailed, Cancelled));

        Assert.Equal((SnapshotFailure.ExistingUnusable, 1), (error.Failure, CountOf("DELETE")));
    }

    [Theory]
    [InlineData("inactive", false)]
    [InlineData("error", true)]
    public async Task Inactive_and_general_snapshots_are_not_replaced(string state, bool isGeneral)
    {
        Server.AddSnapshot("it", state, it => (it.General, it.UpdatedAt) = (isGeneral, it.UpdatedAt.AddHours(-1)));

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.CreateAsync(FromAlpine("it"), ReplaceFailed, Cancelled));

        Assert.Equal((SnapshotFailure.ExistingUnusable, 0), (error.Failure, CountOf("DELETE")));
    }

    [Fact]
    public async Task A_creation_waits_for_a_name_that_is_being_freed()
    {
        LocalSnapshot old = Server.AddSnapshot("it", "removing");
        Server.Faults.Add(new Fault { Method = "GET", Nth = 3, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Remove(old) });

        SnapshotCreation creation = await Connect(time: new HurriedClock()).Snapshots.CreateAsync(FromAlpine("it"), IfNotExists, Cancelled);

        Assert.True(creation.Created);
        Assert.NotEqual(old.Id.ToString(), creation.Snapshot.Id);
    }

    [Fact]
    public async Task A_snapshot_that_someone_removes_meanwhile_is_an_error()
    {
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };
        Server.Faults.Add(new Fault
        {
            Method = "GET", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Remove(server.Find("it")!),
        });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.CreateAsync(FromAlpine("it"), cancellationToken: Cancelled));

        Assert.Equal(SnapshotFailure.Removed, error.Failure);
    }

    [Fact]
    public async Task A_timeout_of_an_accepted_request_has_the_snapshot()
    {
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => Connect(time: new HurriedClock())
            .Snapshots.CreateAsync(FromAlpine("it"), new CreateSnapshotOptions { Timeout = TimeSpan.FromSeconds(20) }, Cancelled));

        Assert.True(error.Accepted);
        Assert.Equal("it", error.Snapshot?.Name);
        Assert.Equal(TimeSpan.FromSeconds(20), error.Timeout);
    }

    [Fact]
    public async Task A_request_that_is_not_accepted_in_time_is_reported()
    {
        Server.Faults.Add(Fault.RateLimited(seconds: 200));

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => Connect(time: new HurriedClock())
            .Snapshots.CreateAsync(FromAlpine("it"), new CreateSnapshotOptions { Timeout = TimeSpan.FromSeconds(20) }, Cancelled));

        Assert.False(error.Accepted);
        Assert.False(error.WasSent);
        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public async Task A_request_to_a_service_that_is_gone_was_not_sent()
    {
        DaytonaClient client = Connect(time: new HurriedClock());
        await client.Regions.ListAsync(Cancelled);
        await Server.DisposeAsync();

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(
            () => client.Snapshots.CreateAsync(FromAlpine("it"), new CreateSnapshotOptions { Timeout = TimeSpan.FromSeconds(10) }, Cancelled));

        Assert.False(error.WasSent);
    }

    [Fact]
    public async Task A_request_whose_response_comes_too_late_was_accepted()
    {
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.DelayAfter, Delay = TimeSpan.FromHours(1) });

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => Connect()
            .Snapshots.CreateAsync(FromAlpine("it"), new CreateSnapshotOptions { Timeout = TimeSpan.FromSeconds(2) }, Cancelled));

        Assert.True(error.Accepted);
        Assert.Equal(Assert.Single(Server.Snapshots).Id.ToString(), error.Snapshot?.Id);
    }

    /// <summary>A request for a Dockerfile beside an app.py.</summary>
    private CreateSnapshotRequest FromDockerfile(string name, string dockerfile)
    {
        _folder.With("app.py", "print('hello')").With("Dockerfile", dockerfile);
        return new CreateSnapshotRequest { Name = name, Image = Image.FromDockerfile("Dockerfile", _folder.Path) };
    }
}

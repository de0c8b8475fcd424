namespace Daytona.Snapshots.Client.Tests;

public sealed class SandboxCaptureTests : ClientTest
{
    private static readonly CaptureSandboxRequest Request = new() { SandboxIdOrName = "box", Name = "captured" };

    [Fact]
    public async Task A_capture_ends_when_its_snapshot_is_active()
    {
        LocalSandbox sandbox = Server.AddSandbox("box");

        Snapshot captured = await Connect(time: new HurriedClock()).Snapshots.CaptureAsync(Request, cancellationToken: Cancelled);

        Assert.Equal(("captured", "active"), (captured.Name, captured.State));
        Assert.Equal(sandbox.Id.ToString(), Server.Find("captured")!.SourceSandboxId);
    }

    [Fact]
    public async Task A_used_name_is_an_error_before_the_capture()
    {
        Server.AddSandbox("box");
        Server.AddSnapshot("captured");

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.CaptureAsync(Request, cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.NameTaken, "captured"), (error.Failure, error.Snapshot?.Name));
        Assert.Equal(0, CountOf("POST"));
    }

    [Fact]
    public async Task A_missing_sandbox_has_its_own_error()
    {
        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => Connect().Snapshots.CaptureAsync(Request, cancellationToken: Cancelled));

        Assert.Equal(ApiErrorReason.SandboxNotFound, error.Reason);
    }

    [Fact]
    public async Task A_capture_that_ends_between_two_reads_is_found()
    {
        Server.AddSandbox("box");
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 503, Count = 1 });
        Server.Faults.Add(new Fault
        {
            Method = "GET", Path = "/api/sandbox/*", Count = 1, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.AddSnapshot("captured"),
        });

        Snapshot captured = await Connect(time: new HurriedClock()).Snapshots.CaptureAsync(Request, cancellationToken: Cancelled);

        Assert.Equal(("captured", 1), (captured.Name, CountOf("POST")));
    }

    [Fact]
    public async Task A_capture_has_a_time_limit()
    {
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = "{}" });
        Server.Faults.Add(new Fault
        {
            Method = "GET", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = """{"id":"box","state":"snapshotting"}""",
        });

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => Connect(time: new HurriedClock()).Snapshots.CaptureAsync(
            Request, new CreateSnapshotOptions { Timeout = TimeSpan.FromSeconds(20) }, Cancelled));
    }
}

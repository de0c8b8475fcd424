namespace Daytona.Snapshots.Client.Tests;

public sealed class CreationTests : ClientTest
{
    [Theory]
    [InlineData(FaultKind.CloseAfter)]
    [InlineData(FaultKind.CloseDuring)]
    [InlineData(FaultKind.HalfJson)]
    [InlineData(FaultKind.EmptyBody)]
    public async Task A_lost_response_to_a_creation_sends_no_second_request(FaultKind kind)
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = kind });

        Snapshot snapshot = await Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine("team/a:1"), Cancelled);

        Assert.Equal(Assert.Single(Server.Snapshots).Id.ToString(), snapshot.Id);
        Assert.Equal(1, CountOf("POST"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_lost_creation_is_found_even_if_its_name_is_only_dots(string name)
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseAfter });

        Snapshot snapshot = await Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine(name), Cancelled);

        Assert.Equal(name, snapshot.Name);
        Assert.Equal(1, CountOf("POST"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_creation_that_times_out_at_a_proxy_is_found(int status)
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.AnswerAfter, Status = status, Count = 1 });

        Snapshot snapshot = await Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled);

        Assert.Equal(Assert.Single(Server.Snapshots).Id.ToString(), snapshot.Id);
        Assert.Equal(1, CountOf("POST"));
    }

    [Fact]
    public async Task A_creation_that_never_arrived_is_retried()
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseBefore, Count = 1 });

        await Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled);

        Assert.Single(Server.Snapshots);
        Assert.Equal(2, CountOf("POST"));
    }

    [Fact]
    public async Task An_older_snapshot_of_that_name_is_a_conflict()
    {
        Server.AddSnapshot("a", change: static it => it.CreatedAt = it.CreatedAt.AddHours(-1));
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseBefore, Count = 1 });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal(SnapshotFailure.NameTaken, error.Failure);
    }

    [Fact]
    public async Task A_snapshot_with_that_name_and_another_image_is_a_conflict()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Kind = FaultKind.Answer,
            Status = 502,
            Count = 1,
        });
        Server.AddSnapshot("a", change: static it => it.ImageName = "debian:13");

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal(SnapshotFailure.NameTaken, error.Failure);
    }

    [Fact]
    public async Task A_creation_answered_with_an_HTML_page_is_found()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Kind = FaultKind.AnswerAfter,
            Status = 200,
            Body = "<html></html>",
            Headers = new Dictionary<string, string> { ["Content-Type"] = "text/html" },
        });

        Snapshot snapshot = await Connect().Snapshots.SubmitAsync(FromAlpine("a"), Cancelled);

        Assert.Equal(Assert.Single(Server.Snapshots).Id.ToString(), snapshot.Id);
    }

    [Theory]
    [InlineData(FaultKind.Answer, 500)]
    [InlineData(FaultKind.HtmlPage, 200)]
    public async Task A_creation_that_would_fail_again_is_checked_and_not_retried(FaultKind kind, int status)
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = kind, Status = status });

        await Assert.ThrowsAnyAsync<DaytonaException>(() => Connect().Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal(["POST", "GET"], Server.Requests.Select(static request => request.Method));
    }

    [Fact]
    public async Task A_creation_that_cannot_be_checked_may_exist()
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Answer, Status = 500 });
        Server.Faults.Add(new Fault { Method = "GET", Kind = FaultKind.Answer, Status = 403 });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal(SnapshotFailure.MayExist, error.Failure);
        Assert.Equal(500, Assert.IsType<DaytonaApiException>(error.InnerException).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_creation_whose_state_cannot_be_read_was_accepted(bool captures)
    {
        Server.AddSandbox("box");
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Faults.Add(new Fault { Method = "GET", Kind = FaultKind.Answer, Status = 403 }) });
        DaytonaClient client = Connect(time: new HurriedClock());

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => captures
            ? client.Snapshots.CaptureAsync(new CaptureSandboxRequest { Name = "a", SandboxIdOrName = "box" }, cancellationToken: Cancelled)
            : client.Snapshots.CreateAsync(FromAlpine("a"), cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.MayExist, "a"), (error.Failure, error.Name));
        Assert.Contains("accepted the creation of 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_is_repeated_with_pauses_for_half_a_minute()
    {
        var clock = new HurriedClock();
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseBefore });

        await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => Connect(time: clock).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.All(clock.Waits, static wait => Assert.True(wait > TimeSpan.FromMilliseconds(100)));
        Assert.InRange(clock.Waits.Sum(static wait => wait.TotalSeconds), 20, 30);
    }
}

namespace Daytona.Snapshots.Client.Tests;

/// <summary>Removing, enabling and disabling snapshots: the snapshot's state decides what is reported.</summary>
public sealed class SnapshotChangeTests : ClientTest
{
    private static readonly ChangeSnapshotOptions Waiting = new() { Wait = true };

    [Fact]
    public async Task Operations_take_a_name_or_an_ID()
    {
        LocalSnapshot there = Server.AddSnapshot("team/it");
        SnapshotsClient snapshots = Connect().Snapshots;

        Assert.Equal("inactive", (await snapshots.DisableAsync("team/it", cancellationToken: Cancelled)).State);
        Assert.NotNull(await snapshots.WaitAsync("team/it", new SnapshotWaitOptions { Until = static _ => true }, Cancelled));
        await snapshots.RemoveAsync($"{there.Id}", cancellationToken: Cancelled);

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => snapshots.RemoveAsync("nobody", cancellationToken: Cancelled));
        Assert.Equal(SnapshotFailure.NotFound, error.Failure);
        Assert.Null(await snapshots.WaitAsync("nobody", new SnapshotWaitOptions { Until = static _ => true }, Cancelled));
    }

    [Fact]
    public async Task A_removal_with_a_wait_ends_when_the_snapshot_is_deleted()
    {
        Snapshot it = await AddAsync("active");

        await Connect().Snapshots.RemoveAsync(it, Waiting, Cancelled);

        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public async Task A_snapshot_that_is_already_gone_is_not_an_error()
    {
        DaytonaClient client = Connect();
        Snapshot it = await AddAsync("active", client);
        Server.Remove(Assert.Single(Server.Snapshots));

        await client.Snapshots.RemoveAsync(it, cancellationToken: Cancelled);

        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public async Task A_proxy_that_answers_a_removal_removes_nothing()
    {
        // The service's own responses name its version.
        await using TestServer proxy = await TestServer.StartAsync();
        proxy.OnJson("/api/snapshots/1", 200, """{"id":"1","name":"it","state":"active"}""");
        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = new Uri(proxy.Url, "api"), Credential = new Secret("k") });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => client.Snapshots.RemoveAsync(new Snapshot { Id = "1", Name = "it", State = "active" }, cancellationToken: Cancelled));

        Assert.Equal(SnapshotFailure.NotApplied, error.Failure);
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Theory]
    [InlineData("Snapshot it not found")]
    [InlineData("Not Found")]
    public async Task A_removal_that_finds_no_snapshot_changed_nothing(string message)
    {
        Snapshot it = await AddAsync("active");
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.Answer, Status = 404, Body = $$"""{"statusCode":404,"message":"{{message}}"}""" });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.RemoveAsync(it, cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.NotApplied, "active"), (error.Failure, error.Snapshot?.State));
    }

    [Fact]
    public async Task A_removal_that_is_lost_and_waited_for_is_not_applied()
    {
        Snapshot it = await AddAsync("active");
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Kind = FaultKind.Answer,
            Status = 200,
            Headers = new Dictionary<string, string> { ["X-Daytona-Api-Version"] = "v0.190.0" },
        });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.RemoveAsync(it, Waiting, Cancelled));

        Assert.Equal((SnapshotFailure.NotApplied, "active"), (error.Failure, error.Snapshot?.State));
    }

    [Fact]
    public async Task An_inactive_snapshot_becomes_active()
    {
        Snapshot it = await AddAsync("inactive");

        Snapshot enabled = await Connect().Snapshots.EnableAsync(it, Waiting, Cancelled);

        Assert.Equal("active", enabled.State);
    }

    [Fact]
    public async Task An_active_snapshot_is_enabled_without_a_request()
    {
        Snapshot it = await AddAsync("active");

        await Connect().Snapshots.EnableAsync(it, cancellationToken: Cancelled);

        Assert.Equal(0, CountOf("POST"));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("building")]
    public async Task Only_inactive_snapshots_can_be_enabled(string state)
    {
        Snapshot it = await AddAsync(state);

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.EnableAsync(it, cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.NotInactive, state), (error.Failure, error.Snapshot?.State));
    }

    [Theory]
    [InlineData(FaultKind.CloseAfter)]
    [InlineData(FaultKind.HalfJson)]
    public async Task A_snapshot_whose_enabling_was_lost_is_read(FaultKind kind)
    {
        Snapshot it = await AddAsync("inactive");
        Server.Faults.Add(new Fault { Method = "POST", Kind = kind, Count = 1 });

        Snapshot enabled = await Connect().Snapshots.EnableAsync(it, cancellationToken: Cancelled);

        Assert.NotEqual("inactive", enabled.State);
    }

    [Fact]
    public async Task A_snapshot_that_was_just_disabled_is_cooling_down()
    {
        Snapshot it = await AddAsync("inactive", change: static it => it.UpdatedAt = DateTimeOffset.UtcNow);

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.EnableAsync(it, cancellationToken: Cancelled));

        Assert.Equal(SnapshotFailure.CoolingDown, error.Failure);
    }

    [Fact]
    public async Task A_snapshot_is_read_after_it_was_disabled()
    {
        Snapshot it = await AddAsync("active");
        Server.ClearRequests();

        Snapshot disabled = await Connect(organizationId: it.OrganizationId).Snapshots.DisableAsync(it, cancellationToken: Cancelled);

        Assert.Equal("inactive", disabled.State);
        Assert.Equal(["POST", "GET"], Server.Requests.Select(static request => request.Method));
    }

    [Fact]
    public async Task A_failed_snapshot_is_disabled_only_by_force()
    {
        Snapshot it = await AddAsync("error");
        DaytonaClient client = Connect();

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => client.Snapshots.DisableAsync(it, cancellationToken: Cancelled));
        Snapshot disabled = await client.Snapshots.DisableAsync(it, new DisableSnapshotOptions { Force = true }, Cancelled);

        Assert.Equal(SnapshotFailure.NotActive, error.Failure);
        Assert.Equal("inactive", disabled.State);
    }

    [Fact]
    public async Task A_snapshot_whose_disabling_was_lost_is_read()
    {
        Snapshot it = await AddAsync("active");
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseAfter });

        Snapshot disabled = await Connect().Snapshots.DisableAsync(it, cancellationToken: Cancelled);

        Assert.Equal("inactive", disabled.State);
    }

    [Theory]
    [InlineData("enable", "inactive")]
    [InlineData("disable", "active")]
    [InlineData("remove", "active")]
    public async Task A_change_whose_result_cannot_be_read_was_accepted(string change, string state)
    {
        Snapshot it = await AddAsync(state);
        Server.Faults.Add(new Fault { Method = "GET", Kind = FaultKind.Answer, Status = 401 });
        var observer = new RecordingObserver();
        SnapshotsClient snapshots = Connect(time: new HurriedClock(), organizationId: it.OrganizationId).ObservedBy(observer).Snapshots;

        await Assert.ThrowsAsync<DaytonaApiException>(() => change switch
        {
            "enable" => snapshots.EnableAsync(it, Waiting, Cancelled),
            "disable" => snapshots.DisableAsync(it, cancellationToken: Cancelled),
            _ => snapshots.RemoveAsync(it, Waiting, Cancelled),
        });

        Assert.Contains("The service accepted the ", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reported_disabling_that_changed_nothing_is_an_error()
    {
        Snapshot it = await AddAsync("active");
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Answer, Status = 204 });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect().Snapshots.DisableAsync(it, cancellationToken: Cancelled));

        Assert.Equal((SnapshotFailure.NotApplied, "active"), (error.Failure, error.Snapshot?.State));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("enable")]
    [InlineData("disable")]
    [InlineData("update")]
    public async Task A_general_snapshot_is_refused_without_a_request(string change)
    {
        Snapshot it = await AddAsync("active", change: static it => it.General = true);
        Server.ClearRequests();

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => ChangeAsync(Connect(), it, change));

        Assert.Equal(SnapshotFailure.General, error.Failure);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("enable")]
    [InlineData("disable")]
    [InlineData("update")]
    public async Task A_snapshot_of_another_organization_is_refused(string change)
    {
        Server.AddSnapshot("own");
        var foreign = new Snapshot { Id = Guid.NewGuid().ToString(), Name = "foreign", OrganizationId = Guid.NewGuid().ToString(), State = "active" };

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => ChangeAsync(Connect(), foreign, change));

        Assert.Equal(SnapshotFailure.OtherOrganization, error.Failure);
        Assert.All(Server.Requests, static request => Assert.Equal("GET", request.Method));
    }

    private static Task ChangeAsync(DaytonaClient client, Snapshot snapshot, string change) => change switch
    {
        "remove" => client.Snapshots.RemoveAsync(snapshot, cancellationToken: Cancelled),
        "enable" => client.Snapshots.EnableAsync(snapshot, cancellationToken: Cancelled),
        "disable" => client.Snapshots.DisableAsync(snapshot, cancellationToken: Cancelled),
        _ => client.Snapshots.UpdateAsync(snapshot, FromAlpine(snapshot.Name), cancellationToken: Cancelled),
    };

    /// <summary>Adds a snapshot that has not changed for an hour, and reads it.</summary>
    private async Task<Snapshot> AddAsync(string state, DaytonaClient? client = null, Action<LocalSnapshot>? change = null)
    {
        Server.AddSnapshot("it", state, it =>
        {
            it.UpdatedAt = it.UpdatedAt.AddHours(-1);
            change?.Invoke(it);
        });
        return (await (client ?? Connect()).Snapshots.FindAsync("it", Cancelled))!;
    }
}

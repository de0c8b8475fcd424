namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotPathsTests : ClientTest
{
    private static readonly CaptureSandboxRequest OfBox = new() { SandboxIdOrName = "box", Name = "captured" };

    [Fact]
    public async Task A_filter_is_sent_in_the_format_of_the_service()
    {
        using SnapshotPager pager = Connect().Snapshots.GetPager(new SnapshotFilter { NameContains = "a/b c", SourceSandboxId = "x&y" });

        await pager.ReadAsync(Cancelled);

        Assert.Equal(
            "/api/snapshots?page=1&limit=200&name=a%2Fb%20c&sourceSandboxId=x%26y&sort=createdAt&order=desc",
            Assert.Single(Server.Requests).Target);
    }

    [Fact]
    public async Task Every_field_of_the_service_is_read()
    {
        DateTimeOffset at = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);
        LocalSnapshot there = Server.AddSnapshot("full", "error", it =>
        {
            it.ImageName = "python:3.12-slim";
            it.Entrypoint = ["sleep", "infinity"];
            (it.Cpu, it.Gpu, it.GpuType, it.Mem, it.Disk, it.Size) = (2, 1, "H100", 4, 8, 1.5);
            (it.CreatedAt, it.UpdatedAt, it.LastUsedAt) = (at, at.AddHours(1), at.AddHours(2));
            it.ErrorReason = "no space";
            it.RegionIds = ["us", "eu"];
            it.SandboxClass = "linux-vm";
        });

        Snapshot snapshot = (await Connect().Snapshots.FindAsync("full", Cancelled))!;

        Assert.Equal((there.Id.ToString(), "full", "error"), (snapshot.Id, snapshot.Name, snapshot.State));
        Assert.Equal(Server.DefaultOrganization.Id, snapshot.OrganizationId);
        Assert.Equal(("python:3.12-slim", "no space"), (snapshot.ImageName, snapshot.ErrorReason));
        Assert.Equal(["sleep", "infinity"], snapshot.Entrypoint!);
        Assert.Equal((2, 1, 4, 8), (snapshot.Cpu, snapshot.Gpu, snapshot.Memory, snapshot.Disk));
        Assert.Equal(1.5, snapshot.Size);
        Assert.Equal(["us", "eu"], snapshot.RegionIds!);
        Assert.Equal("linux-vm", snapshot.SandboxClass);
        Assert.Equal((there.Ref, there.InitialRunnerId), (snapshot.Ref, snapshot.InitialRunnerId));
        Assert.Equal(at.LocalDateTime, snapshot.CreatedAt);
        Assert.Equal(at.AddHours(1).LocalDateTime, snapshot.UpdatedAt);
        Assert.Equal(at.AddHours(2).LocalDateTime, snapshot.LastUsedAt);
        Assert.Equal(DateTimeKind.Local, snapshot.CreatedAt.Kind);
        Assert.True(snapshot.Enabled);
    }

    [Fact]
    public async Task Every_property_is_tested()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 200,
            Body = """
                {"id":"1","organizationId":"o","general":true,"name":"n","imageName":"i","enabled":true,"state":"active","size":0.5,
                 "entrypoint":["sleep",null,5,"1"],"cpu":1,"gpu":2,"gpuType":"H100","mem":3,"disk":4,"errorReason":"e",
                 "createdAt":"2026-03-29T01:30:00.123Z","updatedAt":"2026-03-29T03:30:00+02:00","lastUsedAt":"2026-03-29T01:30:00Z",
                 "buildInfo":{"dockerfileContent":"FROM a","contextHashes":["h"],"createdAt":"2026-03-29T01:30:00Z","updatedAt":"2026-03-29T01:30:00Z","snapshotRef":"s"},
                 "regionIds":["us"],"initialRunnerId":"r","ref":"f","sourceSandboxId":"b","sandboxClass":"container"}
                """,
        });

        Snapshot snapshot = (await Connect().Snapshots.FindAsync("n", Cancelled))!;

        Assert.All(Properties(snapshot).Concat(Properties(snapshot.BuildInfo!)), static property => Assert.False(
            property.Value is null or "" or 0 or 0.0 or false || property.Value.Equals(default(DateTime)), property.Key));
        Assert.Equal(["sleep", "1"], snapshot.Entrypoint!);
        Assert.Equal(new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc), snapshot.UpdatedAt.ToUniversalTime());

        static IEnumerable<KeyValuePair<string, object?>> Properties(object model) => model.GetType().GetProperties()
            .Select(property => KeyValuePair.Create(property.Name, property.GetValue(model)));
    }

    [Theory]
    [InlineData("""{"id":"1","name":"a","state":"inactive"}""", false)]
    [InlineData("""{"id":"1","name":"a","state":"active"}""", true)]
    [InlineData("""{"id":"1","name":"a","state":"active","enabled":false}""", false)]
    [InlineData("""{"id":"1","name":"a","state":"inactive","enabled":true}""", true)]
    [InlineData("""{"id":"1","name":"a","state":"active","enabled":null}""", true)]
    public async Task Enabled_comes_from_the_server_or_from_the_state(string json, bool enabled)
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 200, Body = json });

        Snapshot snapshot = (await Connect().Snapshots.FindAsync("a", Cancelled))!;

        Assert.Equal(enabled, snapshot.Enabled);
    }

    [Fact]
    public async Task Null_absent_and_unknown_fields_are_no_difference()
    {
        Server.Faults.Add(new Fault
        {
            Nth = 1,
            Kind = FaultKind.Answer,
            Status = 200,
            Body = """{"id":"1","name":"n","state":"hibernating","ref":null,"size":null,"entrypoint":null,"lastUsedAt":null,"tomorrow":{"a":[1]}}""",
        });
        Server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","name":"n","state":"hibernating"}""" });
        using DaytonaClient client = Connect();

        Snapshot[] read = [(await client.Snapshots.FindAsync("n", Cancelled))!, (await client.Snapshots.FindAsync("n", Cancelled))!];

        Assert.All(read, static snapshot =>
        {
            Assert.Equal("hibernating", snapshot.State);
            Assert.Null(snapshot.Ref);
            Assert.Null(snapshot.Size);
            Assert.Null(snapshot.Entrypoint);
            Assert.Null(snapshot.LastUsedAt);
        });
    }

    [Fact]
    public async Task A_creation_sends_only_the_given_values()
    {
        Snapshot snapshot = await Connect().Snapshots.SubmitAsync(
            new CreateSnapshotRequest
            {
                Name = "new",
                ImageName = "alpine:3.20",
                Entrypoint = ["sleep", "infinity"],
                Cpu = 2,
                Memory = 4,
                RegionId = "us",
                SandboxClass = "container",
            },
            Cancelled);

        Assert.Equal("pending", snapshot.State);
        Assert.Equal((2, 4, 3), (snapshot.Cpu, snapshot.Memory, snapshot.Disk));
        Assert.Equal(
            """{"name":"new","imageName":"alpine:3.20","entrypoint":["sleep","infinity"],"cpu":2,"memory":4,"regionId":"us","sandboxClass":"container"}""",
            Assert.Single(Server.Requests).Body);
    }

    [Fact]
    public async Task A_creation_from_a_Dockerfile_sends_text_and_context_hashes()
    {
        // Two blocks of zeros are a tar without files. A hash that was never uploaded would fail the build.
        Server.StoreObject($"{Server.DefaultOrganization.Id}/aaa/context.tar", new byte[1024]);

        var body = new CreateSnapshotBody(new CreateSnapshotRequest { Name = "built" }, "FROM alpine:3.20\n", ["aaa"]);
        await EndpointsOf(Connect()).CreateAsync(body.ToJson(), Cancelled);

        Assert.Equal(
            """{"name":"built","buildInfo":{"dockerfileContent":"FROM alpine:3.20\n","contextHashes":["aaa"]}}""",
            Assert.Single(Server.Requests).Body);
        await Server.WaitForSnapshotAsync("built", static it => it?.State == "active", Cancelled);
        Snapshot snapshot = (await Connect().Snapshots.FindAsync("built", Cancelled))!;
        Assert.Equal("FROM alpine:3.20\n", snapshot.BuildInfo!.DockerfileContent);
        Assert.Equal(["aaa"], snapshot.BuildInfo.ContextHashes!);
    }

    [Fact]
    public async Task A_GPU_type_is_sent_as_a_list()
    {
        Server.Regions[0].Runners.Add(new LocalRunner("container", "H100"));

        await Connect().Snapshots.SubmitAsync(FromAlpine("gpu") with { Gpu = 1, GpuType = ["H100"] }, Cancelled);

        Assert.Contains("\"gpuType\":[\"H100\"]", Assert.Single(Server.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_removed_activated_and_deactivated_by_its_id()
    {
        SingleRequests endpoints = EndpointsOf(Connect());
        LocalSnapshot there = Server.AddSnapshot("team/it", "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        string id = there.Id.ToString();

        Snapshot activated = await endpoints.ActivateAsync(id, Cancelled);
        await Server.WaitForSnapshotAsync("team/it", static it => it?.State == "active", Cancelled);
        await endpoints.DeactivateAsync(id, Cancelled);
        string afterwards = there.State;
        await endpoints.RemoveAsync(id, Cancelled);

        Assert.Equal("pending", activated.State);
        Assert.Equal("inactive", afterwards);
        Assert.Equal("removing", there.State);
        Assert.Equal(
            [$"POST /api/snapshots/{id}/activate", $"POST /api/snapshots/{id}/deactivate", $"DELETE /api/snapshots/{id}"],
            Server.Requests.Select(static request => $"{request.Method} {request.Target}"));
    }

    [Fact]
    public async Task A_sandbox_is_captured_under_a_name()
    {
        Server.Faults.Add(new Fault
        {
            // The first read checks that the name is free.
            Path = "/api/snapshots/captured", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.AddSnapshot("captured"),
        });
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = "{}" });

        Snapshot captured = await Connect().Snapshots.CaptureAsync(
            new CaptureSandboxRequest { SandboxIdOrName = "my sandbox/1", Name = "captured", IncludeMemory = true }, cancellationToken: Cancelled);

        Assert.Equal("captured", captured.Name);
        RecordedRequest request = Assert.Single(Server.Requests, static request => request.Method == "POST");
        Assert.Equal("/api/sandbox/my%20sandbox%2F1/snapshot", request.Target);
        Assert.Equal("""{"name":"captured","includeMemory":true}""", request.Body);
    }

    [Fact]
    public async Task A_capture_that_the_service_silently_abandons_is_an_error()
    {
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = "{}" });
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","state":"started"}""" });

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(
            () => Connect(time: new HurriedClock()).Snapshots.CaptureAsync(OfBox, cancellationToken: Cancelled));

        Assert.Equal(SnapshotFailure.CaptureFailed, error.Failure);
        Assert.Contains("box", error.Message, StringComparison.Ordinal);
        Assert.Contains("started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_that_starts_late_is_awaited()
    {
        Server.Options.PullTime = TimeSpan.FromSeconds(1);
        LocalSandbox sandbox = Server.AddSandbox("box");
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/sandbox/*", Nth = 1, Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","state":"stopped"}""" });
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","state":"snapshotting"}""" });

        Snapshot captured = await Connect().Snapshots.CaptureAsync(OfBox, cancellationToken: Cancelled);

        Assert.Equal("active", captured.State);
        Assert.Equal(sandbox.Id.ToString(), Server.Find("captured")!.SourceSandboxId);
    }

    [Fact]
    public async Task A_capture_survives_an_outage_of_the_service()
    {
        Server.AddSandbox("box");
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Kind = FaultKind.Meanwhile,
            // Longer than a request is repeated.
            Meanwhile = static server => server.Faults.Add(new Fault { Method = "GET", Kind = FaultKind.Answer, Status = 503, Count = 12 }),
        });

        Snapshot captured = await Connect(time: new HurriedClock()).Snapshots.CaptureAsync(OfBox, cancellationToken: Cancelled);

        Assert.Equal("captured", captured.Name);
    }
}

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/sandbox</c>.</summary>
internal sealed class LocalSandboxEndpoints(
    LocalServer server, SandboxStore store, SandboxLifecycle life, LocalSandboxJson format, SnapshotStore snapshots,
    SnapshotQuota quota)
{
    private const string DefaultSnapshot = "ubuntu:22.04";

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "sandbox", Access.Organization, [], List),
        new("POST", "sandbox", Access.Organization, [Permissions.WriteSandboxes], Create),
        new("GET", "sandbox/{id}", Access.Organization, [], call => Write(Find(call), SandboxView.Stored)),
        new("DELETE", "sandbox/{id}", Access.Organization, [Permissions.DeleteSandboxes], Remove),
        new("POST", "sandbox/{id}/stop", Access.Organization, [Permissions.WriteSandboxes], Stop),
        new("POST", "sandbox/{id}/snapshot", Access.Organization, [Permissions.WriteSandboxes], Capture),
        new("GET", "sandbox/{id}/toolbox-proxy-url", Access.Organization, [], ToolboxUrl),
        // Newer servers run commands through the toolbox's own address only.
        new("POST", "toolbox/{id}/toolbox/process/execute", Access.Organization, [], (Func<ApiCall, LocalResponse>)(static _ =>
            throw ServiceException.NotFound("404 page not found"))),
    ];

    private LocalResponse List(ApiCall call)
    {
        SandboxQuery query = SandboxQuery.Parse(call.Query);
        return LocalResponse.Json(store.Read(all =>
        {
            LocalSandbox[] found = [.. all.Where(it => it.OrganizationId == call.Organization.Id && query.Matches(it))];
            int next = query.Offset + query.Limit;
            return new
            {
                items = Enumerable.Reverse(found).Skip(query.Offset).Take(query.Limit)
                    .Select(it => format.Write(it, SandboxView.Item)).ToArray(),
                nextCursor = next < found.Length ? $"{next}" : null,
            };
        }));
    }

    private LocalResponse Create(ApiCall call)
    {
        var body = new BodyFields(call.Json);
        var sandbox = new LocalSandbox(body.Text("name"), call.Organization.Id, store.Now) { State = SandboxStates.Creating };
        string snapshotName = body.Text("snapshot") ?? DefaultSnapshot;
        sandbox.User = body.Text("user") ?? sandbox.User;
        sandbox.Environment = body.Texts("env");
        sandbox.Labels = body.Texts("labels");
        sandbox.RegionId = body.Text("target") ?? call.Organization.DefaultRegionId ?? sandbox.RegionId;
        sandbox.AutoStopInterval = body.Integer("autoStopInterval") ?? sandbox.AutoStopInterval;
        sandbox.AutoArchiveInterval = body.Integer("autoArchiveInterval") ?? sandbox.AutoArchiveInterval;
        sandbox.AutoDeleteInterval = body.Integer("autoDeleteInterval") ?? sandbox.AutoDeleteInterval;
        body.ThrowIfInvalid();

        SnapshotQuota.CheckSuspension(call.Organization);
        LocalRegion region = server.Regions.FirstOrDefault(it => it.Id == sandbox.RegionId && it.IsAvailableTo(call.Organization))
            ?? throw ServiceException.NotFound("Region not found");
        LocalSnapshot snapshot = FindSnapshot(snapshotName, call.Organization);
        sandbox.RunnerId = region.Runners.Select(static runner => runner.Id).FirstOrDefault();
        (sandbox.Snapshot, sandbox.SandboxClass) = (snapshot.Name, snapshot.SandboxClass);
        (sandbox.Cpu, sandbox.Gpu, sandbox.Memory, sandbox.Disk) = (snapshot.Cpu, snapshot.Gpu, snapshot.Mem, snapshot.Disk);
        if (!store.Add(sandbox)) throw new ServiceException(409, $"Sandbox with name {sandbox.Name} already exists");

        LocalResponse response = Write(sandbox, SandboxView.Created);
        snapshots.Change(snapshot, it => it.LastUsedAt = snapshots.Now);
        life.BeginStart(sandbox, snapshot);
        return response;
    }

    private LocalSnapshot FindSnapshot(string idOrName, LocalOrganization organization)
    {
        LocalSnapshot? snapshot = snapshots.FindByName(idOrName, organization.Id);
        if (snapshot is null && Guid.TryParse(idOrName, out Guid id) && snapshots.FindById(id) is { } found
            && (found.General || found.OrganizationId == organization.Id))
            snapshot = found;
        if (snapshot is null)
            throw ServiceException.BadRequest($"Snapshot {idOrName} not found. Did you add it through the Daytona Dashboard?");
        return snapshot.State == SnapshotStates.Active
            ? snapshot
            : throw ServiceException.BadRequest($"Snapshot {snapshot.Name} is {snapshot.State}");
    }

    private LocalResponse Remove(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        return life.BeginRemoval(sandbox, static it => !SandboxStates.IsTransitional(it.State))
            ? Write(sandbox, SandboxView.Changed)
            : throw InProgress();
    }

    private LocalResponse Stop(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        if (life.BeginStop(sandbox)) return Write(sandbox, SandboxView.Changed);
        throw SandboxStates.IsTransitional(sandbox.State) ? InProgress() : ServiceException.BadRequest("Sandbox is not started");
    }

    private LocalResponse Capture(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        var body = new BodyFields(call.Json);
        string name = body.PlainText("name");
        bool includeMemory = body.Flag("includeMemory");
        body.ThrowIfInvalid();
        string before = sandbox.State;
        store.Change(sandbox, static it => it.State = SandboxStates.Snapshotting, it =>
        {
            CheckCapture(call, it, includeMemory);
            return true;
        });
        life.BeginCapture(sandbox, name, before);
        return Write(sandbox, SandboxView.Changed);
    }

    private void CheckCapture(ApiCall call, LocalSandbox sandbox, bool includeMemory)
    {
        (bool isStarted, bool isStopped) = (sandbox.State == SandboxStates.Started, sandbox.State == SandboxStates.Stopped);
        string[] withMemory = server.Options.Newer ? ["windows", "linux-vm"] : ["windows"];
        string kind = server.Options.Newer ? "VM" : "Windows";
        string? problem = (withMemory.Contains(sandbox.SandboxClass), includeMemory) switch
        {
            _ when !isStarted && !isStopped => "Sandbox must be in started or stopped state to create a snapshot",
            (false, true) => $"includeMemory is only supported for {kind} sandboxes",
            (true, true) when !isStarted => $"Snapshots with memory require the {kind} sandbox to be running (STARTED)",
            (true, false) when !isStopped => $"Filesystem-only snapshots require the {kind} sandbox to be stopped (STOPPED)",
            _ => null,
        };
        if (problem is not null) throw ServiceException.BadRequest(problem);
        SnapshotQuota.CheckSuspension(call.Organization);
        LocalRegion region = server.Regions.FirstOrDefault(it => it.Id == sandbox.RegionId)
            ?? throw ServiceException.NotFound($"Region with ID {sandbox.RegionId} not found");
        quota.Check(call.Organization, region, sandbox.Cpu, sandbox.Memory, sandbox.Disk, sandbox.Gpu);
    }

    private LocalResponse ToolboxUrl(ApiCall call)
    {
        Find(call);
        return LocalResponse.Json(new { url = format.ToolboxUrl });
    }

    private LocalSandbox Find(ApiCall call) => store.Find(call.Id, call.Organization.Id)
        ?? throw ServiceException.NotFound($"Sandbox with ID or name {call.Id} not found");

    private LocalResponse Write(LocalSandbox sandbox, SandboxView view) => LocalResponse.Json(store.Read(_ => format.Write(sandbox, view)));

    private static ServiceException InProgress() => new(409, "Sandbox state change in progress");
}

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/sandbox</c>, apart from the capture.</summary>
internal sealed class SandboxEndpoints(
    SandboxStore store,
    SandboxLifecycle life,
    SandboxJson format,
    SnapshotStore snapshots,
    IReadOnlyList<LocalRegion> regions)
{
    private const string DefaultSnapshot = "ubuntu:22.04";

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "sandbox", Access.Organization, [], List),
        new("POST", "sandbox", Access.Organization, [Permissions.WriteSandboxes], Create),
        new("GET", "sandbox/:id", Access.Organization, [], call => new(Write(Find(call), SandboxView.Stored))),
        new("DELETE", "sandbox/:id", Access.Organization, [Permissions.DeleteSandboxes], Remove),
        new("POST", "sandbox/:id/start", Access.Organization, [Permissions.WriteSandboxes], Start),
        new("POST", "sandbox/:id/stop", Access.Organization, [Permissions.WriteSandboxes], Stop),
        new("PUT", "sandbox/:id/labels", Access.Organization, [Permissions.WriteSandboxes], ReplaceLabels),
        new("GET", "sandbox/:id/toolbox-proxy-url", Access.Organization, [], ToolboxUrl),
        // Newer servers run commands through the toolbox's own address only.
        new("POST", "toolbox/:id/toolbox/process/execute", Access.Organization, [], static _ =>
            throw ServiceException.NotFound("404 page not found")),
    ];

    private ValueTask<ApiResponse> List(ApiCall call)
    {
        SandboxQuery query = SandboxQuery.Parse(call.Query);
        return new(ApiResponse.Of(200, json => store.Read(() =>
        {
            LocalSandbox[] found =
            [
                .. store.ToList().Where(it => it.OrganizationId == call.Organization.Id && query.Matches(it)),
            ];
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (LocalSandbox sandbox in found.Reverse().Skip(query.Offset).Take(query.Limit))
                format.Write(json, sandbox, SandboxView.Item);
            json.WriteEndArray();
            int next = query.Offset + query.Limit;
            json.WriteString("nextCursor"u8, next < found.Length ? $"{next}" : null);
            json.WriteEndObject();
            return found.Length;
        })));
    }

    private ValueTask<ApiResponse> Create(ApiCall call)
    {
        CreateSandboxRequest form = CreateSandboxRequest.Parse(call.Json);
        SnapshotQuota.CheckSuspension(call.Organization);
        string regionId = form.Target ?? call.Organization.DefaultRegionId ?? "us";
        LocalRegion region = regions.FirstOrDefault(it => it.Id == regionId && it.IsAvailableTo(call.Organization))
            ?? throw ServiceException.NotFound("Region not found");
        LocalSnapshot snapshot = FindSnapshot(form.Snapshot ?? DefaultSnapshot, call.Organization);
        var sandbox = new LocalSandbox(form.Name, call.Organization.Id, store.Now)
        {
            State = SandboxStates.Creating,
            Snapshot = snapshot.Name,
            SandboxClass = snapshot.SandboxClass,
            RegionId = region.Id,
            RunnerId = region.Runners.Select(static runner => runner.Id).FirstOrDefault(),
            Labels = form.Labels,
            Environment = form.Environment,
            Cpu = snapshot.Cpu,
            Gpu = snapshot.Gpu,
            Memory = snapshot.Mem,
            Disk = snapshot.Disk,
        };
        sandbox.User = form.User ?? sandbox.User;
        sandbox.AutoStopInterval = form.AutoStopInterval ?? sandbox.AutoStopInterval;
        sandbox.AutoArchiveInterval = form.AutoArchiveInterval ?? sandbox.AutoArchiveInterval;
        sandbox.AutoDeleteInterval = form.AutoDeleteInterval ?? sandbox.AutoDeleteInterval;
        if (!store.Add(sandbox)) throw new ServiceException(409, $"Sandbox with name {sandbox.Name} already exists");

        ApiResponse response = Write(sandbox, SandboxView.Created);
        snapshots.Change(snapshot, it => it.LastUsedAt = snapshots.Now);
        life.BeginStart(sandbox, snapshot);
        return new(response);
    }

    private LocalSnapshot FindSnapshot(string idOrName, LocalOrganization organization)
    {
        LocalSnapshot? snapshot = snapshots.FindByName(idOrName, organization.Id);
        if (snapshot is null && Guid.TryParse(idOrName, out Guid id) && snapshots.FindById(id) is { } found
            && (found.General || found.OrganizationId == organization.Id))
            snapshot = found;
        if (snapshot is null)
            throw ServiceException.BadRequest(
                $"Snapshot {idOrName} not found. Did you add it through the Daytona Dashboard?");
        return snapshot.State == SnapshotStates.Active
            ? snapshot
            : throw ServiceException.BadRequest($"Snapshot {snapshot.Name} is {snapshot.State}");
    }

    private ValueTask<ApiResponse> Remove(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        return life.BeginRemoval(sandbox, static it => !SandboxStates.IsTransitional(it.State))
            ? new(Write(sandbox, SandboxView.Changed))
            : throw InProgress();
    }

    private ValueTask<ApiResponse> Stop(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        if (life.BeginStop(sandbox)) return new(Write(sandbox, SandboxView.Changed));
        throw SandboxStates.IsTransitional(sandbox.State)
            ? InProgress()
            : ServiceException.BadRequest("Sandbox is not started");
    }

    private ValueTask<ApiResponse> Start(ApiCall call)
    {
        LocalSandbox sandbox = Find(call);
        bool isStarting = store.Change(
            sandbox,
            static it => (it.State, it.DesiredState) = (SandboxStates.Starting, SandboxStates.Started),
            static it => it.State == SandboxStates.Stopped);
        if (!isStarting)
        {
            throw SandboxStates.IsTransitional(sandbox.State)
                ? InProgress()
                : ServiceException.BadRequest("Sandbox is not in valid state");
        }

        ApiResponse response = Write(sandbox, SandboxView.Changed);
        life.BeginStart(sandbox, null);
        return new(response);
    }

    private ValueTask<ApiResponse> ReplaceLabels(ApiCall call)
    {
        IReadOnlyDictionary<string, string> labels = CreateSandboxRequest.ParseLabels(call.Json);
        store.Change(Find(call), it => it.Labels = labels);
        return new(ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("labels"u8);
            foreach ((string name, string value) in labels) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    private ValueTask<ApiResponse> ToolboxUrl(ApiCall call)
    {
        Find(call);
        return new(ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("url"u8, format.ToolboxUrl);
            json.WriteEndObject();
        }));
    }

    private LocalSandbox Find(ApiCall call) => store.Find(call.Id, call.Organization.Id)
        ?? throw ServiceException.NotFound($"Sandbox with ID or name {call.Id} not found");

    private ApiResponse Write(LocalSandbox sandbox, SandboxView view) => ApiResponse.Of(200, json => store.Read(() =>
    {
        format.Write(json, sandbox, view);
        return sandbox;
    }));

    private static ServiceException InProgress() => new(409, "Sandbox state change in progress");
}

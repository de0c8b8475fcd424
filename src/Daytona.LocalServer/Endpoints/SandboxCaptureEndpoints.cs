using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>The capture of a sandbox as a snapshot.</summary>
internal sealed class SandboxCaptureEndpoints(
    LocalServerOptions options,
    SnapshotStore store,
    SandboxStore sandboxes,
    SandboxJson format,
    Scheduler scheduler,
    SnapshotQuota quota,
    IReadOnlyList<LocalRegion> regions)
{
    public IEnumerable<ApiRoute> Routes() =>
        [new("POST", "sandbox/:id/snapshot", Access.Organization, [Permissions.WriteSandboxes], Capture)];

    private ValueTask<ApiResponse> Capture(ApiCall call)
    {
        LocalSandbox sandbox = sandboxes.Find(call.Id, call.Organization.Id)
            ?? throw ServiceException.NotFound($"Sandbox with ID or name {call.Id} not found");
        (string name, bool includeMemory) = ParseBody(call.Json);
        string before = sandbox.State;
        sandboxes.Change(sandbox, static it => it.State = SandboxStates.Snapshotting, it =>
        {
            Check(call, it, includeMemory);
            return true;
        });
        LocalSnapshot? early = options.Newer ? AddSnapshot(sandbox, name, SnapshotStates.Snapshotting) : null;
        scheduler.After(options.PullTime, () =>
        {
            sandboxes.Change(sandbox, it => it.State = before, static it => it.State == SandboxStates.Snapshotting);
            if (early is null) AddSnapshot(sandbox, name, SnapshotStates.Active);
            else store.Change(early, it => Activate(it), static it => it.State == SnapshotStates.Snapshotting);
        });
        return new(ApiResponse.Of(200, json => sandboxes.Read(() =>
        {
            format.Write(json, sandbox, SandboxView.Changed);
            return true;
        })));
    }

    private void Check(ApiCall call, LocalSandbox sandbox, bool includeMemory)
    {
        if (sandbox.State is not ("started" or "stopped"))
            throw ServiceException.BadRequest("Sandbox must be in started or stopped state to create a snapshot");
        string[] withMemory = options.Newer ? ["windows", "linux-vm"] : ["windows"];
        string kind = options.Newer ? "VM" : "Windows";
        if (!withMemory.Contains(sandbox.SandboxClass))
        {
            if (includeMemory)
                throw ServiceException.BadRequest($"includeMemory is only supported for {kind} sandboxes");
        }
        else if (includeMemory && sandbox.State != "started")
        {
            throw ServiceException.BadRequest(
                $"Snapshots with memory require the {kind} sandbox to be running (STARTED)");
        }
        else if (!includeMemory && sandbox.State != "stopped")
        {
            throw ServiceException.BadRequest(
                $"Filesystem-only snapshots require the {kind} sandbox to be stopped (STOPPED)");
        }

        SnapshotQuota.CheckSuspension(call.Organization);
        LocalRegion region = regions.FirstOrDefault(it => it.Id == sandbox.RegionId)
            ?? throw ServiceException.NotFound($"Region with ID {sandbox.RegionId} not found");
        quota.Check(call.Organization, region, sandbox.Cpu, sandbox.Memory, sandbox.Disk, sandbox.Gpu);
    }

    // A name conflict is detected after the capture and not reported: the snapshot does not appear.
    private LocalSnapshot? AddSnapshot(LocalSandbox sandbox, string name, string state) =>
        store.Add(Guid.NewGuid(), sandbox.OrganizationId, name, it =>
        {
            it.State = state;
            it.SourceSandboxId = sandbox.Id.ToString();
            it.SandboxClass = sandbox.SandboxClass;
            it.RegionIds = [sandbox.RegionId];
            (it.Cpu, it.Gpu, it.Mem, it.Disk) = (sandbox.Cpu, sandbox.Gpu, sandbox.Memory, sandbox.Disk);
            if (state == SnapshotStates.Active) Activate(it);
        }, out _);

    private void Activate(LocalSnapshot snapshot)
    {
        snapshot.State = SnapshotStates.Active;
        snapshot.Size = 0.5;
        snapshot.LastUsedAt = store.Now;
        snapshot.Ref = SnapshotLifecycle.ReferenceOf(snapshot.Name);
        LocalRegion? region = regions.FirstOrDefault(it => snapshot.RegionIds.Contains(it.Id));
        snapshot.InitialRunnerId = region?.Runners.Select(static runner => runner.Id).FirstOrDefault();
    }

    private static (string Name, bool IncludeMemory) ParseBody(JsonElement body)
    {
        var errors = new List<string>();
        JsonElement name = default, memory = default;
        if (body.ValueKind == JsonValueKind.Object)
        {
            body.TryGetProperty("name", out name);
            body.TryGetProperty("includeMemory", out memory);
        }

        bool isText = name.ValueKind == JsonValueKind.String;
        bool isMissing = name.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        if (!isMissing && (!isText || CreateSnapshotRequest.IsUnsafe(name.GetString()!)))
            errors.Add("name must not contain HTML tags, URLs, or control characters");
        if (!isText) errors.Add("name must be a string");
        bool isFlag = memory.ValueKind
            is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False;
        if (!isFlag) errors.Add("includeMemory must be a boolean value");
        if (errors.Count > 0) throw ServiceException.BadRequest(string.Join(", ", errors));
        return (name.GetString()!, memory.ValueKind == JsonValueKind.True);
    }
}

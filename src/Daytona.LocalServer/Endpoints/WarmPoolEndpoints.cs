namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/warm-pools</c> of newer servers. They follow the contract of v0.220 and were never recorded: messages and permissions are assumed.</summary>
internal sealed class WarmPoolEndpoints(LocalServer server, SnapshotStore snapshots, Scheduler scheduler)
{
    private readonly CopyOnWriteList<WarmPool> _pools = [];

    public IEnumerable<ApiRoute> Routes() => !server.Options.Newer ? [] :
    [
        new("GET", "warm-pools", Access.Organization, [], call => LocalResponse.Json(PoolsOf(call))),
        new("GET", "warm-pools/{id}", Access.Organization, [], call => LocalResponse.Json(Find(call))),
        new("POST", "warm-pools", Access.Organization, [Permissions.WriteSandboxes], Create),
        new("PATCH", "warm-pools/{id}", Access.Organization, [Permissions.WriteSandboxes], Change),
        new("DELETE", "warm-pools/{id}", Access.Organization, [Permissions.DeleteSandboxes], Remove),
    ];

    private LocalResponse Create(ApiCall call)
    {
        var body = new BodyFields(call.Json);
        string? name = body.Text("snapshot", isRequired: true);
        int size = ReadSize(body);
        string? target = body.Text("target") ?? call.Organization.DefaultRegionId;
        body.ThrowIfInvalid();
        LocalSnapshot snapshot = snapshots.FindByName(name!, call.Organization.Id) ?? throw ServiceException.NotFound($"Snapshot {name} not found");
        if (server.Regions.All(region => region.Id != target)) throw ServiceException.NotFound("Region not found");
        var pool = new WarmPool(call.Organization.Id, snapshot, target!, snapshots.Now);
        if (!_pools.TryAdd(pool, it => (it.OrganizationId, it.Snapshot, it.Target) == (pool.OrganizationId, pool.Snapshot, pool.Target)))
            throw new ServiceException(409, $"Warm pool for snapshot {pool.Snapshot} in region {target} already exists");
        return Resize(pool, size, 201);
    }

    private LocalResponse Change(ApiCall call)
    {
        var body = new BodyFields(call.Json);
        int size = ReadSize(body);
        body.ThrowIfInvalid();
        return Resize(Find(call), size, 200);
    }

    private LocalResponse Resize(WarmPool pool, int size, int status)
    {
        (pool.Pool, pool.UpdatedAt) = (size, snapshots.Now);
        LocalResponse response = LocalResponse.Json(pool, status);
        scheduler.After(server.Options.SandboxStartTime, () => pool.CurrentSize = pool.Pool);
        return response;
    }

    private LocalResponse Remove(ApiCall call)
    {
        _pools.Remove(Find(call));
        return new LocalResponse(204);
    }

    private WarmPool[] PoolsOf(ApiCall call) => [.. _pools.Where(it => it.OrganizationId == call.Organization.Id)];

    private WarmPool Find(ApiCall call) => PoolsOf(call).FirstOrDefault(it => it.Id.ToString() == call.Id)
        ?? throw ServiceException.NotFound($"Warm pool with ID {call.Id} not found");

    private static int ReadSize(BodyFields body)
    {
        int? size = body.Integer("pool");
        if (size is null or < 0) body.Refuse("pool must not be less than 0");
        return size ?? 0;
    }

    /// <summary>A pool, with its fields in the order of the contract; memory and disk in GiB.</summary>
    private sealed class WarmPool(string organizationId, LocalSnapshot snapshot, string target, DateTimeOffset createdAt)
    {
        public Guid Id { get; } = Guid.NewGuid();
        public string OrganizationId { get; } = organizationId;
        public string Snapshot { get; } = snapshot.Name;
        public string Target { get; } = target;
        public int Pool { get; set; }
        public int CurrentSize { get; set; }
        public int Cpu { get; } = snapshot.Cpu;
        public int Mem { get; } = snapshot.Mem;
        public int Disk { get; } = snapshot.Disk;
        public string OsUser { get; } = "daytona";
        public Dictionary<string, string> Env { get; } = [];
        public string? ErrorReason { get; set; }
        public DateTimeOffset CreatedAt { get; } = createdAt;
        public DateTimeOffset UpdatedAt { get; set; } = createdAt;
    }
}

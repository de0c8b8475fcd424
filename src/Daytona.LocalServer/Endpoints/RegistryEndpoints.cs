using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/docker-registry</c>: private registries, and push access to the service's own.</summary>
internal sealed class RegistryEndpoints(
    LocalServerOptions options,
    ImageRegistry images,
    ServerAddresses addresses,
    CopyOnWriteList<LocalRegion> regions,
    TimeProvider time)
{
    private readonly Guid _registryId = Guid.NewGuid();
    private readonly Lock _gate = new();
    private readonly List<LocalRegistry> _registries = [];

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "docker-registry/registry-push-access", Access.Organization, Permissions.ToPush, PushAccess),
        new("GET", "docker-registry", Access.Organization, [], List),
        new("POST", "docker-registry", Access.Organization, [Permissions.WriteRegistries], Create),
        new("GET", "docker-registry/:id", Access.Organization, [], call => new(Write(200, Find(call)))),
        new("PATCH", "docker-registry/:id", Access.Organization, [Permissions.WriteRegistries], Change),
        new("DELETE", "docker-registry/:id", Access.Organization, [Permissions.DeleteRegistries], Remove),
    ];

    /// <summary>The registries of all organizations, the oldest first.</summary>
    public IReadOnlyList<LocalRegistry> ToList()
    {
        lock (_gate) return [.. _registries];
    }

    private ValueTask<ApiResponse> PushAccess(ApiCall call)
    {
        // The service does not handle an unknown region.
        if (call.Query["regionId"] is { } id && regions.All(region => region.Id != id))
            throw ServiceException.Unexpected();

        RobotAccount robot = images.AddRobot(time.GetUtcNow());
        return new(ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("username"u8, robot.UserName);
            json.WriteString("secret"u8, robot.Secret);
            json.WriteString("registryId"u8, _registryId);
            json.WriteString("registryUrl"u8, options.RegistryAddress ?? addresses.Registry.Authority);
            json.WriteString("project"u8, robot.Project);
            json.WriteTime("expiresAt"u8, robot.ExpiresAt);
            json.WriteEndObject();
        }));
    }

    private ValueTask<ApiResponse> List(ApiCall call) => new(ApiResponse.Of(200, json =>
    {
        json.WriteStartArray();
        foreach (LocalRegistry registry in ToList().Reverse())
        {
            if (registry.OrganizationId == call.Organization.Id) Write(json, registry);
        }

        json.WriteEndArray();
    }));

    private ValueTask<ApiResponse> Create(ApiCall call)
    {
        RegistryRequest form = RegistryRequest.Parse(call.Json, needsPassword: true);
        var registry = new LocalRegistry(call.Organization.Id, time.GetUtcNow());
        form.ApplyTo(registry, registry.CreatedAt);
        lock (_gate) _registries.Add(registry);
        return new(Write(201, registry));
    }

    private ValueTask<ApiResponse> Change(ApiCall call)
    {
        RegistryRequest form = RegistryRequest.Parse(call.Json, needsPassword: false);
        LocalRegistry registry = Find(call);
        lock (_gate) form.ApplyTo(registry, time.GetUtcNow());
        return new(Write(200, registry));
    }

    private ValueTask<ApiResponse> Remove(ApiCall call)
    {
        LocalRegistry registry = Find(call);
        lock (_gate) _registries.Remove(registry);
        return new(new ApiResponse(204));
    }

    private LocalRegistry Find(ApiCall call) => ToList().FirstOrDefault(registry =>
            registry.OrganizationId == call.Organization.Id
            && registry.Id.ToString().Equals(call.Id, StringComparison.OrdinalIgnoreCase))
        ?? throw ServiceException.NotFound($"Docker registry with ID {call.Id} not found");

    private static ApiResponse Write(int status, LocalRegistry registry) =>
        ApiResponse.Of(status, json => Write(json, registry));

    private static void Write(Utf8JsonWriter json, LocalRegistry registry)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, registry.Id);
        json.WriteString("name"u8, registry.Name);
        json.WriteString("url"u8, registry.Url);
        json.WriteString("username"u8, registry.UserName);
        if (registry.Project is { } project) json.WriteString("project"u8, project);
        json.WriteString("registryType"u8, "organization"u8);
        json.WriteTime("createdAt"u8, registry.CreatedAt);
        json.WriteTime("updatedAt"u8, registry.UpdatedAt);
        json.WriteEndObject();
    }
}

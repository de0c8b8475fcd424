using System.Text.RegularExpressions;

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/docker-registry</c>: private registries, and push access to the service's own.</summary>
internal sealed partial class LocalRegistryEndpoints(LocalServer server, ImageRegistry images)
{
    private readonly Guid _registryId = Guid.NewGuid();
    private readonly CopyOnWriteList<LocalRegistry> _registries = [];

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "docker-registry/registry-push-access", Access.Organization, Permissions.ToPush, PushAccess),
        new("GET", "docker-registry", Access.Organization, [], call =>
            LocalResponse.Json(_registries.Where(it => it.OrganizationId == call.Organization.Id).Reverse())),
        new("POST", "docker-registry", Access.Organization, [Permissions.WriteRegistries], Create),
        new("GET", "docker-registry/{id}", Access.Organization, [], call => LocalResponse.Json(Find(call))),
        new("PATCH", "docker-registry/{id}", Access.Organization, [Permissions.WriteRegistries], Change),
        new("DELETE", "docker-registry/{id}", Access.Organization, [Permissions.DeleteRegistries], Remove),
    ];

    /// <summary>The registries of all organizations, the oldest first.</summary>
    public IReadOnlyList<LocalRegistry> ToList() => [.. _registries];

    private LocalResponse PushAccess(ApiCall call)
    {
        // The service does not handle an unknown region.
        if (call.Query["regionId"] is { } id && server.Regions.All(region => region.Id != id)) throw ServiceException.Unexpected();
        RobotAccount robot = images.AddRobot();
        return LocalResponse.Json(new
        {
            username = robot.UserName,
            robot.Secret,
            registryId = _registryId,
            registryUrl = server.Options.RegistryAddress ?? server.RegistryUrl.Authority,
            robot.Project,
            robot.ExpiresAt,
        });
    }

    private LocalResponse Create(ApiCall call)
    {
        var registry = new LocalRegistry(call.Organization.Id, server.Options.TimeProvider.GetUtcNow());
        Read(call, isNew: true)(registry);
        return LocalResponse.Json(_registries.Add(registry), 201);
    }

    private LocalResponse Change(ApiCall call)
    {
        Action<LocalRegistry> change = Read(call, isNew: false);
        LocalRegistry registry = Find(call);
        change(registry);
        return LocalResponse.Json(registry);
    }

    private LocalResponse Remove(ApiCall call)
    {
        _registries.Remove(Find(call));
        return new LocalResponse(204);
    }

    private LocalRegistry Find(ApiCall call) => _registries.FirstOrDefault(registry =>
            registry.OrganizationId == call.Organization.Id
            && registry.Id.ToString().Equals(call.Id, StringComparison.OrdinalIgnoreCase))
        ?? throw ServiceException.NotFound($"Docker registry with ID {call.Id} not found");

    /// <summary>Reads a body. Without a project there is none afterwards; without a password the old one stays.</summary>
    private Action<LocalRegistry> Read(ApiCall call, bool isNew)
    {
        var body = new BodyFields(call.Json);
        string? name = body.Text("name", isRequired: true);
        string? url = body["url"].ValueKind == System.Text.Json.JsonValueKind.String ? body["url"].GetString() : null;
        if (url is null || !Address().IsMatch(url)) body.Refuse("url must be a URL address");
        string? userName = body.Text("username", isRequired: true);
        string? password = body.Text("password", isRequired: isNew);
        string? project = body.Text("project");
        body.ThrowIfInvalid();
        DateTimeOffset now = server.Options.TimeProvider.GetUtcNow();
        return it => (it.Name, it.Url, it.UserName, it.Project, it.Password, it.UpdatedAt) =
            (name!, url!, userName!, project, password ?? it.Password, now);
    }

    [GeneratedRegex(@"^(https?://)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(/\S*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}

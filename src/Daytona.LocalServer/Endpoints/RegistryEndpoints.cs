namespace Daytona.Local;

/// <summary>The access to the registry that images are pushed to. There is no registry behind it.</summary>
internal sealed class RegistryEndpoints(TimeProvider time)
{
    private readonly string _registryId = Guid.NewGuid().ToString();

    public IEnumerable<ApiRoute> Routes() =>
        [new("GET", "docker-registry/registry-push-access", Access.Organization, Permissions.ToPush, PushAccess)];

    private ValueTask<Answer> PushAccess(ApiCall call) => new(Answer.Of(200, json =>
    {
        string unique = Guid.NewGuid().ToString("N");
        json.WriteStartObject();
        json.WriteString("username"u8, $"robot$temp-push-robot-{unique[..12]}");
        json.WriteString("secret"u8, unique);
        json.WriteString("registryId"u8, _registryId);
        json.WriteString("registryUrl"u8, "registry.localhost:5000"u8);
        json.WriteString("project"u8, "daytona"u8);
        json.WriteTime("expiresAt"u8, time.GetUtcNow().AddHours(1));
        json.WriteEndObject();
    }));
}

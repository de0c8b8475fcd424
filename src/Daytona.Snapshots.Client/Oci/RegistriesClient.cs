using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Session;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Manages the organization's container registries, from which snapshots of private images are pulled.</summary>
public class RegistriesClient
{
    private const string Root = "docker-registry";

    // The service sets these, and stores any field of a request.
    private static readonly string[] ReadOnly = ["id", "organizationId", "registryType", "createdAt", "updatedAt"];

    // The fields of a change that a response shows, unlike the password.
    private static readonly string[] Visible = ["name", "url", "username"];

    private readonly ClientSession _session = null!;

    internal RegistriesClient(ClientSession session) => _session = session;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected RegistriesClient()
    {
    }

    private ApiConnection Api => _session.Api;

    /// <summary>Lists the registries.</summary>
    /// <returns>The registries.</returns>
    public virtual async Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken = default) =>
        await Api.GetAsync<List<ContainerRegistry>>(Root, cancellationToken).ConfigureAwait(false);

    /// <summary>Finds a registry by ID.</summary>
    /// <param name="id">The ID.</param>
    /// <returns>The registry, or null if there is none.</returns>
    public virtual async Task<ContainerRegistry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.RegistryNotFound)
        {
            return null;
        }
    }

    /// <summary>Adds a registry. The service does not check the credentials, nor whether the name is unique.</summary>
    /// <param name="request">The name, the URL and the credentials.</param>
    /// <returns>The registry.</returns>
    public virtual Task<ContainerRegistry> CreateAsync(CreateRegistryRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        JObject body = Body([], request.Name, request.Url, request.Username, request.Password, request.Project);
        long started = _session.Time.GetTimestamp();
        return _session.Changes.RunAsync(
            $"the creation of registry '{request.Name}'",
            token => Api.PostAsync<ContainerRegistry>(Root, body, token, request.Password),
            async (_, token) => (await Api.GetAsync<List<ContainerRegistry>>(Root, token).ConfigureAwait(false)).Find(
                it => Matches(it, body) && _session.ServiceClock.IsNew(it.CreatedAt, _session.Time.GetElapsedTime(started))) is { } created
                ? new Found<ContainerRegistry>(created)
                : null,
            cancellationToken);
    }

    /// <summary>
    /// Changes a registry. The service forgets what a change leaves out, so the registry is read first and all of it is sent.
    /// </summary>
    /// <param name="id">The ID.</param>
    /// <param name="request">The changes, and the credentials in any case.</param>
    /// <returns>The registry after the change.</returns>
    public virtual async Task<ContainerRegistry> UpdateAsync(
        string id, UpdateRegistryRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        JObject now = await Api.GetAsync<JObject>(PathOf(id), cancellationToken).ConfigureAwait(false);
        JObject body = Body(
            now.Properties().Where(static field => !ReadOnly.Contains(field.Name) && field.Value.Type != JTokenType.Null),
            request.Name ?? Known(now, "name"),
            request.Url ?? Known(now, "url"),
            request.Username ?? Known(now, "username"),
            request.Password,
            request.Project ?? now["project"]?.ToString());
        bool changes = Visible.Any(field => !JToken.DeepEquals(now[field], body[field]));
        return await _session.Changes.RunAsync(
            $"the change of registry '{now["name"]}'",
            token => Api.PatchAsync<ContainerRegistry>(PathOf(id), body, token, request.Password),
            // The password can't be read: only another change shows that the request was carried out. To send it again does no harm.
            async (_, token) => changes && await FindAsync(id, token).ConfigureAwait(false) is { } changed && Matches(changed, body)
                ? new Found<ContainerRegistry>(changed)
                : null,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a registry.</summary>
    /// <param name="id">The ID.</param>
    /// <returns>A task that ends when the registry is removed.</returns>
    public virtual Task RemoveAsync(string id, CancellationToken cancellationToken = default) => _session.Changes.RunAsync(
        "the removal of the registry",
        // Not confirmed by the service itself: a proxy may have responded in its place.
        async token => await Api.DeleteAsync(PathOf(id), token).ConfigureAwait(false) || await FindAsync(id, token).ConfigureAwait(false) is not { } left
            ? true
            : throw ResponseBody.NotApplied($"The removal of registry '{left.Name}'"),
        async (_, token) => await FindAsync(id, token).ConfigureAwait(false) is null ? new Found<bool>(true) : null,
        cancellationToken,
        static failure => failure is DaytonaApiException { Reason: ApiErrorReason.RegistryNotFound });

    /// <summary>Gets temporary credentials for the service's own registry, valid for about an hour. Each call creates new ones.</summary>
    /// <param name="regionId">The region whose registry is meant; null for the organization's default.</param>
    internal async Task<RegistryPushAccess> GetPushAccessAsync(string? regionId, CancellationToken cancellationToken)
    {
        string query = regionId is null ? "" : $"?regionId={Uri.EscapeDataString(regionId)}";
        try
        {
            RegistryPushAccess access = await Api.GetAsync<RegistryPushAccess>($"{Root}/registry-push-access{query}", cancellationToken).ConfigureAwait(false);
            return string.IsNullOrEmpty(access.Project) || ImageReference.IsRepository(access.Project!.Trim('/'))
                ? access
                : throw new UnexpectedResponseException("project", "is not the name of a project");
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.ServiceFailed && regionId is not null)
        {
            // That is how the service answers for a region that it does not have.
            IReadOnlyList<Region> known = await Api.GetAsync<List<Region>>("regions", cancellationToken).ConfigureAwait(false);
            if (known.Any(region => region.Id == regionId)) throw;
            throw new DaytonaApiException($"Region {regionId} not found")
            {
                Reason = ApiErrorReason.RegionNotFound,
                StatusCode = exception.StatusCode,
                Method = exception.Method,
                Path = exception.Path,
            };
        }
    }

    // The service clears fields that a body lacks.
    private static JObject Body(IEnumerable<JProperty> kept, string name, string url, string username, Secret password, string? project)
    {
        var body = new JObject(kept) { ["name"] = name, ["url"] = url, ["username"] = username, ["password"] = password.Reveal(), ["project"] = project };
        if (string.IsNullOrEmpty(project)) body.Remove("project");
        return body;
    }

    private static bool Matches(ContainerRegistry registry, JObject body) =>
        (registry.Name, registry.Url, registry.Username) == ((string?)body["name"], (string?)body["url"], (string?)body["username"]);

    // Without an ID, it would be the path of all registries.
    private static string PathOf(string id) => string.IsNullOrEmpty(id)
        ? throw new ArgumentException("The registry's ID is empty.", nameof(id))
        : $"{Root}/{Uri.EscapeDataString(id)}";

    // The service replaces all fields, and would take an unreadable one as an empty one.
    private static string Known(JObject registry, string field) => registry[field] is JValue { Value: string { Length: > 0 } value }
        ? value
        : throw new UnexpectedResponseException(field, "is missing or invalid, and the change would erase it");
}

/// <summary>The registry to which images of an organization can be pushed, and temporary credentials for it.</summary>
internal sealed record RegistryPushAccess
{
    /// <summary>
    /// The registry, such as <c>registry.example.com:5000</c>. Without a scheme, it is reached over https; over plain http
    /// only if it is on this machine.
    /// </summary>
    public required string RegistryUrl { get; init; }

    /// <summary>The project that the repositories are in; null or empty for none.</summary>
    public string? Project { get; init; }

    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The password.</summary>
    public required Secret Secret { get; init; }
}

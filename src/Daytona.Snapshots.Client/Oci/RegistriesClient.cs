using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <inheritdoc cref="IRegistriesClient"/>
internal sealed class RegistriesClient(ApiConnection api, IRegionsClient regions) : IRegistriesClient
{
    private const string Root = "docker-registry";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken = default) =>
        await api.GetAsync<List<ContainerRegistry>>(Root, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ContainerRegistry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.RegistryNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<ContainerRegistry> CreateAsync(CreateRegistryRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        var body = new RegistryBody(request.Name, request.Url, request.Username, request.Password.Reveal(), request.Project);
        return api.PostAsync<ContainerRegistry>(Root, body, request.Password, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ContainerRegistry> UpdateAsync(
        string id, UpdateRegistryRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        ContainerRegistry now = await api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken).ConfigureAwait(false);
        var body = new RegistryBody(
            request.Name ?? Known(now.Name, "name"),
            request.Url ?? Known(now.Url, "url"),
            request.Username ?? Known(now.Username, "username"),
            request.Password.Reveal(),
            request.Project ?? now.Project);
        return await api.PatchAsync<ContainerRegistry>(PathOf(id), body, request.Password, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await api.DeleteAsync(PathOf(id), cancellationToken).ConfigureAwait(false)) return;
        // Not confirmed by the service itself: a proxy may have responded in its place.
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } left) throw ResponseBody.NotApplied($"The removal of registry '{left.Name}'");
    }

    /// <summary>Gets temporary credentials for the service's own registry, valid for about an hour. Each call creates new ones.</summary>
    /// <param name="regionId">The region whose registry is meant; null for the organization's default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<RegistryPushAccess> GetPushAccessAsync(string? regionId, CancellationToken cancellationToken)
    {
        string query = regionId is null ? "" : $"?regionId={Uri.EscapeDataString(regionId)}";
        try
        {
            PushAccessResponse access = await api.GetAsync<PushAccessResponse>($"{Root}/registry-push-access{query}", cancellationToken).ConfigureAwait(false);
            return access.ToPushAccess();
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.ServiceFailed && regionId is not null)
        {
            // That is how the service answers for a region that it does not have.
            IReadOnlyList<Region> known = await regions.ListAsync(cancellationToken).ConfigureAwait(false);
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

    // Without an ID, it would be the path of all registries.
    private static string PathOf(string id) => string.IsNullOrEmpty(id)
        ? throw new ArgumentException("The registry's ID is empty.", nameof(id))
        : $"{Root}/{Uri.EscapeDataString(id)}";

    // The service replaces all fields, and would take an unreadable one as an empty one.
    private static string Known(string value, string field) =>
        value.Length > 0 ? value : throw new UnexpectedResponseException(field, "is missing or invalid, and the change would erase it");
}

/// <summary>
/// The body of a request that adds or changes a registry. Null fields are omitted, and the service clears them.
/// </summary>
internal sealed record RegistryBody(string Name, string Url, string Username, string Password, string? Project)
{
    /// <summary>The project; null for none.</summary>
    public string? Project { get; init; } = string.IsNullOrEmpty(Project) ? null : Project;

    /// <summary>The name, without the password.</summary>
    public override string ToString() => Name;
}

/// <summary>The service's response to a request for push access.</summary>
internal sealed class PushAccessResponse
{
    public required string Username { get; init; }

    public required string Secret { get; init; }

    public required string RegistryUrl { get; init; }

    public string? Project { get; init; }

    /// <exception cref="UnexpectedResponseException">The project can't be part of a repository's name.</exception>
    public RegistryPushAccess ToPushAccess() => new()
    {
        RegistryUrl = RegistryUrl,
        Project = string.IsNullOrEmpty(Project) || ImageReference.IsRepository(Project!.Trim('/'))
            ? Project
            : throw new UnexpectedResponseException("project", "is not the name of a project"),
        Username = Username,
        Secret = new Secret(Secret),
    };
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <inheritdoc cref="IRegistriesClient"/>
internal sealed class RegistriesClient(ClientSession session, IRegionsClient regions) : IRegistriesClient
{
    private const string Root = "docker-registry";

    // How much older than the request a registry may seem, by clocks with a resolution of one second.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken = default) =>
        await session.Api.GetAsync<List<ContainerRegistry>>(Root, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ContainerRegistry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await session.Api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken).ConfigureAwait(false);
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
        long started = session.Time.GetTimestamp();
        return session.Changes.RunAsync(
            $"the creation of registry '{request.Name}'",
            token => session.Api.PostAsync<ContainerRegistry>(Root, body, request.Password, token),
            async (_, token) => (await session.Api.GetAsync<List<ContainerRegistry>>(Root, token).ConfigureAwait(false)).Find(
                it => Matches(it, body) && session.ServiceClock.AgeOf(it.CreatedAt) < session.Time.GetElapsedTime(started) + ClockTolerance) is { } created
                ? new Found<ContainerRegistry>(created)
                : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ContainerRegistry> UpdateAsync(
        string id, UpdateRegistryRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        ContainerRegistry now = await session.Api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken).ConfigureAwait(false);
        var body = new RegistryBody(
            request.Name ?? Known(now.Name, "name"),
            request.Url ?? Known(now.Url, "url"),
            request.Username ?? Known(now.Username, "username"),
            request.Password.Reveal(),
            request.Project ?? now.Project);
        return await session.Changes.RunAsync(
            $"the change of registry '{now.Name}'",
            token => session.Api.PatchAsync<ContainerRegistry>(PathOf(id), body, request.Password, token),
            // The password can't be read: only another change shows that the request was carried out. To send it again does no harm.
            async (_, token) => !Matches(now, body) && await FindAsync(id, token).ConfigureAwait(false) is { } changed && Matches(changed, body)
                ? new Found<ContainerRegistry>(changed)
                : null,
            cancellationToken).ConfigureAwait(false);
    }

    private static bool Matches(ContainerRegistry registry, RegistryBody body) =>
        (registry.Name, registry.Url, registry.Username) == (body.Name, body.Url, body.Username);

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        await session.Changes.RunAsync(
            "the removal of the registry",
            async token =>
            {
                // Not confirmed by the service itself: a proxy may have responded in its place.
                if (!await session.Api.DeleteAsync(PathOf(id), token).ConfigureAwait(false) && await FindAsync(id, token).ConfigureAwait(false) is { } left)
                {
                    throw ResponseBody.NotApplied($"The removal of registry '{left.Name}'");
                }

                return true;
            },
            async (_, token) => await FindAsync(id, token).ConfigureAwait(false) is null ? new Found<bool>(true) : null,
            cancellationToken,
            static failure => failure is DaytonaApiException { Reason: ApiErrorReason.RegistryNotFound }).ConfigureAwait(false);
    }

    /// <summary>Gets temporary credentials for the service's own registry, valid for about an hour. Each call creates new ones.</summary>
    /// <param name="regionId">The region whose registry is meant; null for the organization's default.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<RegistryPushAccess> GetPushAccessAsync(string? regionId, CancellationToken cancellationToken)
    {
        string query = regionId is null ? "" : $"?regionId={Uri.EscapeDataString(regionId)}";
        try
        {
            PushAccessResponse access = await session.Api.GetAsync<PushAccessResponse>($"{Root}/registry-push-access{query}", cancellationToken).ConfigureAwait(false);
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

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <inheritdoc cref="IRegistriesClient"/>
internal sealed class RegistriesClient(ClientSession session, IRegionsClient regions) : IRegistriesClient
{
    // How much older than the request a registry may seem, by clocks with a resolution of one second.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private readonly RegistryEndpoints _endpoints = new(session.Api);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken = default) =>
        await _endpoints.GetAllAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ContainerRegistry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _endpoints.GetAsync(id, cancellationToken).ConfigureAwait(false);
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
            token => _endpoints.CreateAsync(body, request.Password, token),
            async (_, token) => (await _endpoints.GetAllAsync(token).ConfigureAwait(false)).Find(
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
        RegistryFields now = await _endpoints.GetFieldsAsync(id, cancellationToken).ConfigureAwait(false);
        var body = new RegistryBody(
            request.Name ?? Known(now.Name, "name"),
            request.Url ?? Known(now.Url, "url"),
            request.Username ?? Known(now.Username, "username"),
            request.Password.Reveal(),
            request.Project ?? now.Project) { Other = now.FindOther() };
        return await session.Changes.RunAsync(
            $"the change of registry '{now.Name}'",
            token => _endpoints.ChangeAsync(id, body, request.Password, token),
            // The password can't be read: only another change shows that the request was carried out. To send it again does no harm.
            async (_, token) => !Matches(now, body) && await FindAsync(id, token).ConfigureAwait(false) is { } changed && Matches(changed, body)
                ? new Found<ContainerRegistry>(changed)
                : null,
            cancellationToken).ConfigureAwait(false);
    }

    private static bool Matches(ContainerRegistry registry, RegistryBody body) =>
        (registry.Name, registry.Url, registry.Username) == (body.Name, body.Url, body.Username);

    // The service replaces all fields, and would take an unreadable one as an empty one.
    private static string Known(string value, string field) =>
        value.Length > 0 ? value : throw new UnexpectedResponseException(field, "is missing or invalid, and the change would erase it");

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        await session.Changes.RunAsync(
            "the removal of the registry",
            async token =>
            {
                // Not confirmed by the service itself: a proxy may have responded in its place.
                if (!await _endpoints.RemoveAsync(id, token).ConfigureAwait(false) && await FindAsync(id, token).ConfigureAwait(false) is { } left)
                {
                    throw ResponseBody.NotApplied($"The removal of registry '{left.Name}'");
                }

                return true;
            },
            async (_, token) => await FindAsync(id, token).ConfigureAwait(false) is null ? new Found<bool>(true) : null,
            cancellationToken,
            static failure => failure is DaytonaApiException { Reason: ApiErrorReason.RegistryNotFound }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<RegistryPushAccess> GetPushAccessAsync(string? regionId = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await _endpoints.GetPushAccessAsync(regionId, cancellationToken).ConfigureAwait(false)).ToPushAccess();
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
}

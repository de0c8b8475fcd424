using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <inheritdoc cref="IRegistriesClient"/>
internal sealed class RegistriesClient(ApiConnection api, IRegionsClient regions) : IRegistriesClient
{
    private readonly RegistryEndpoints _endpoints = new(api);

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
        return _endpoints.CreateAsync(body, request.Password, cancellationToken);
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
        return await _endpoints.ChangeAsync(id, body, request.Password, cancellationToken).ConfigureAwait(false);
    }

    // The service replaces all fields, and would take an unreadable one as an empty one.
    private static string Known(string value, string field) =>
        value.Length > 0 ? value : throw new UnexpectedResponseException(field, "is missing or invalid, and the change would erase it");

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await _endpoints.RemoveAsync(id, cancellationToken).ConfigureAwait(false)) return;
        // Not confirmed by the service itself: a proxy may have responded in its place.
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } left) throw ResponseBody.NotApplied($"The removal of registry '{left.Name}'");
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

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The API's paths for registries, one method for each.</summary>
internal sealed class RegistryEndpoints(ApiConnection api)
{
    private const string Root = "docker-registry";

    public Task<List<ContainerRegistry>> GetAllAsync(CancellationToken cancellationToken) =>
        api.GetAsync<List<ContainerRegistry>>(Root, cancellationToken);

    public Task<ContainerRegistry> GetAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync<ContainerRegistry>(PathOf(id), cancellationToken);

    public Task<RegistryFields> GetFieldsAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync<RegistryFields>(PathOf(id), cancellationToken);

    public Task<ContainerRegistry> CreateAsync(RegistryBody body, Secret password, CancellationToken cancellationToken) =>
        api.PostAsync<ContainerRegistry>(Root, body, password, cancellationToken);

    public Task<ContainerRegistry> ChangeAsync(string id, RegistryBody body, Secret password, CancellationToken cancellationToken) =>
        api.PatchAsync<ContainerRegistry>(PathOf(id), body, password, cancellationToken);

    /// <returns>Whether the response is the service's own, which contains its version.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => api.DeleteAsync(PathOf(id), cancellationToken);

    public Task<PushAccessResponse> GetPushAccessAsync(string? regionId, CancellationToken cancellationToken) =>
        api.GetAsync<PushAccessResponse>(
            $"{Root}/registry-push-access" + (regionId is null ? "" : $"?regionId={Uri.EscapeDataString(regionId)}"), cancellationToken);

    // Without an ID, it would be the path of all registries.
    private static string PathOf(string id) => string.IsNullOrEmpty(id)
        ? throw new ArgumentException("The registry's ID is empty.", nameof(id))
        : $"{Root}/{Uri.EscapeDataString(id)}";
}

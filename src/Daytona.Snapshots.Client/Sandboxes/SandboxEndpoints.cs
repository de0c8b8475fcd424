using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The API's paths for sandboxes, one method for each.</summary>
internal sealed class SandboxEndpoints(ApiConnection api)
{
    public Task<Sandbox> CreateAsync(CreateSandboxRequest request, CancellationToken cancellationToken) => api.PostAsync<Sandbox>(
        "sandbox",
        new
        {
            request.Name,
            request.Snapshot,
            Target = request.RegionId,
            request.Labels,
            request.AutoStopInterval,
            request.AutoDeleteInterval,
        },
        cancellationToken);

    public Task<Sandbox> GetAsync(string idOrName, CancellationToken cancellationToken) =>
        api.GetAsync<Sandbox>(PathOf(idOrName), cancellationToken);

    public Task<SandboxPage> GetPageAsync(
        IReadOnlyDictionary<string, string> labels, string? cursor, CancellationToken cancellationToken) => api.GetAsync<SandboxPage>(
        $"sandbox?limit=200&labels={Uri.EscapeDataString(SnapshotJson.Write(labels))}" +
        (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"),
        cancellationToken);

    /// <returns>Whether the response is the service's own, which contains its version.</returns>
    public Task<bool> RemoveAsync(string idOrName, CancellationToken cancellationToken) => api.DeleteAsync(PathOf(idOrName), cancellationToken);

    public Task<ToolboxAddress> GetToolboxAddressAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync<ToolboxAddress>(PathOf(id) + "/toolbox-proxy-url", cancellationToken);

    // Without a name, it would be the path of all sandboxes.
    private static string PathOf(string idOrName) => string.IsNullOrEmpty(idOrName)
        ? throw new ArgumentException("The sandbox's ID is empty.", nameof(idOrName))
        : "sandbox/" + Uri.EscapeDataString(idOrName);
}

using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Storage;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The API's paths for snapshots, one method for each.</summary>
internal sealed class SnapshotEndpoints(ApiConnection api)
{
    public Task<SnapshotPage> GetPageAsync(SnapshotQuery query, CancellationToken cancellationToken) =>
        api.GetAsync<SnapshotPage>(SnapshotQueryString.For(query), cancellationToken);

    public Task<ApiResponse<Snapshot>> GetAsync(string idOrName, CancellationToken cancellationToken) =>
        api.GetResponseAsync<Snapshot>(PathOf(idOrName), cancellationToken);

    public Task<Snapshot> CreateAsync(string json, CancellationToken cancellationToken) =>
        api.PostAsync<Snapshot>("snapshots", json, cancellationToken);

    /// <returns>Whether the response is the service's own, which names its version; a proxy's has no body to tell it by.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => api.DeleteAsync(PathOf(id), cancellationToken);

    public Task<Snapshot> ActivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync<Snapshot>(PathOf(id, "/activate"), null, cancellationToken);

    public Task DeactivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync(PathOf(id, "/deactivate"), null, cancellationToken);

    /// <summary>Waits up to 30 s for a builder. A 404 means that there is none yet, or that nothing was built.</summary>
    public async Task<Uri> GetBuildLogUrlAsync(string id, CancellationToken cancellationToken) =>
        (await api.GetAsync<BuildLogLocation>(PathOf(id, "/build-logs-url"), cancellationToken).ConfigureAwait(false)).Url;

    /// <summary>The whole log so far, from the API itself. It is empty once the snapshot is active.</summary>
    public Task<byte[]> GetBuildLogAsync(string id, CancellationToken cancellationToken) =>
        api.GetBytesAsync(PathOf(id, "/build-logs"), cancellationToken);

    public Task<StorageAccess> GetPushAccessAsync(CancellationToken cancellationToken) =>
        api.GetAsync<StorageAccess>("object-storage/push-access", cancellationToken);

    // RestSharp's URL segments leave a slash as it is, and names may contain one.
    private static string PathOf(string idOrName, string action = "") => "snapshots/" + Uri.EscapeDataString(idOrName) + action;
}

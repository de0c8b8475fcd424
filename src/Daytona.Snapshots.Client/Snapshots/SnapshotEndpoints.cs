using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The API's paths for snapshots, one method for each.</summary>
internal sealed class SnapshotEndpoints(ApiConnection api)
{
    public Task<SnapshotPage> GetPageAsync(SnapshotQuery query, CancellationToken cancellationToken) =>
        api.GetAsync<SnapshotPage>(SnapshotQueryString.For(query), cancellationToken);

    public Task<Snapshot> GetAsync(string idOrName, CancellationToken cancellationToken) =>
        api.GetAsync<Snapshot>(SnapshotPath.For(idOrName), cancellationToken);

    public Task<Snapshot> CreateAsync(string json, CancellationToken cancellationToken) =>
        api.PostAsync<Snapshot>("snapshots", json, cancellationToken);

    /// <returns>Whether the response is the service's own, which contains its version. There is no body to distinguish a
    /// proxy's response.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => api.DeleteAsync(SnapshotPath.For(id), cancellationToken);

    public Task<Snapshot> ActivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync<Snapshot>(SnapshotPath.For(id, "/activate"), json: null, cancellationToken);

    public Task DeactivateAsync(string id, CancellationToken cancellationToken) =>
        api.PostAsync(SnapshotPath.For(id, "/deactivate"), body: null, cancellationToken);

    public Task<StorageAccess> GetPushAccessAsync(CancellationToken cancellationToken) =>
        api.GetAsync<StorageAccess>("object-storage/push-access", cancellationToken);
}

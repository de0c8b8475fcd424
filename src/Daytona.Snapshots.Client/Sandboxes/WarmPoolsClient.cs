using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Manages warm pools, which keep sandboxes of a snapshot ready. Only newer servers have them.</summary>
public class WarmPoolsClient
{
    private const string Root = "warm-pools";

    private readonly ClientSession _session = null!;

    internal WarmPoolsClient(ClientSession session) => _session = session;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected WarmPoolsClient()
    {
    }

    /// <summary>Lists the warm pools of the organization.</summary>
    /// <returns>The pools.</returns>
    public virtual async Task<IReadOnlyList<WarmPool>> ListAsync(CancellationToken cancellationToken = default) =>
        await _session.Api.GetAsync<List<WarmPool>>(Root, cancellationToken).ConfigureAwait(false);

    /// <summary>Creates a warm pool. The service has at most one for a snapshot and a region.</summary>
    /// <param name="snapshot">The name of the snapshot.</param>
    /// <param name="size">The number of sandboxes to keep ready.</param>
    /// <param name="region">The region; null for the organization's default.</param>
    /// <returns>The pool, which is not filled yet.</returns>
    public virtual Task<WarmPool> CreateAsync(string snapshot, int size, string? region = null, CancellationToken cancellationToken = default) => ChangeAsync(
        $"the creation of a warm pool of '{snapshot}'",
        token => _session.Api.PostAsync<WarmPool>(Root, new { Snapshot = snapshot, Pool = size, Target = region }, token),
        pool => pool.Snapshot == snapshot && (region is null || pool.Region == region),
        cancellationToken);

    /// <summary>Changes the size of a warm pool.</summary>
    /// <param name="id">The pool's ID.</param>
    /// <param name="size">The number of sandboxes to keep ready; 0 drains the pool.</param>
    /// <returns>The pool, which does not have its new size yet.</returns>
    public virtual Task<WarmPool> ResizeAsync(string id, int size, CancellationToken cancellationToken = default) => ChangeAsync(
        "the change of the warm pool",
        token => _session.Api.PatchAsync<WarmPool>(PathOf(id), new { Pool = size }, token),
        pool => pool.Id == id && pool.Size == size,
        cancellationToken);

    /// <summary>Removes a warm pool. A pool that was removed in the meantime is not an error.</summary>
    /// <param name="id">The pool's ID.</param>
    /// <returns>A task that ends when the pool is removed.</returns>
    public virtual Task RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        string path = PathOf(id);
        return _session.Changes.RemoveAsync(
            "the warm pool",
            token => _session.Api.DeleteAsync(path, token),
            async token => (await ListAsync(token).ConfigureAwait(false)).All(pool => pool.Id != id),
            cancellationToken,
            static failure => failure is DaytonaApiException { Reason: ApiErrorReason.NotFound });
    }

    /// <summary>Warns of pools that keep sandboxes of snapshots ready that are about to be replaced.</summary>
    internal async Task WarnAsync(IEnumerable<SnapshotChange> changes, CancellationToken cancellationToken)
    {
        HashSet<string> replaced = [.. changes.Where(static change => change.Action == SnapshotAction.Replace).Select(static change => change.Name)];
        if (replaced.Count == 0) return;
        try
        {
            foreach (WarmPool pool in (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(pool => replaced.Contains(pool.Snapshot) && pool.Size > 0))
            {
                _session.Observer?.OnWarning(
                    $"A warm pool in {pool.Region} keeps {pool.Size} sandboxes of '{pool.Snapshot}' ready. After the replacement, they may still be of the old snapshot: " +
                    "drain the pool with Set-DaytonaWarmPool -Size 0, and fill it again.");
            }
        }
        catch (DaytonaException)
        {
            // Older servers have no pools. Any other failure also shows at the replacement.
        }
    }

    private Task<WarmPool> ChangeAsync(
        string what, Func<CancellationToken, Task<WarmPool>> send, Func<WarmPool, bool> isResult, CancellationToken cancellationToken) =>
        _session.Changes.RunAsync(
            what,
            send,
            async (_, token) => (await ListAsync(token).ConfigureAwait(false)).FirstOrDefault(isResult) is { } found ? new Found<WarmPool>(found) : null,
            cancellationToken);

    // Without an ID, it would be the path of all pools.
    private static string PathOf(string id) => string.IsNullOrEmpty(id)
        ? throw new ArgumentException("The warm pool's ID is empty.", nameof(id))
        : $"{Root}/{Uri.EscapeDataString(id)}";
}

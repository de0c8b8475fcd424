using System.Text.RegularExpressions;

namespace Daytona.Local.Control;

/// <summary>The state of a server, for scripts.</summary>
internal static partial class ServerState
{
    private const int MaxItems = 100;

    public static object Describe(LocalServer server, RequestLog log)
    {
        IReadOnlyList<LocalSnapshot> snapshots = server.Snapshots;
        return new
        {
            server.ApiUrl,
            server.Options.Version,
            snapshotCount = snapshots.Count,
            requestCount = log.Total,
            listeners = server.Notifications.Connections,
            time = server.Options.TimeProvider.GetUtcNow(),
            states = snapshots.GroupBy(static it => it.State).ToDictionary(static it => it.Key, static it => it.Count()),
            snapshots = snapshots.OrderByDescending(static it => it.UpdatedAt).Take(MaxItems)
                .Select(static it => new { it.Name, it.State, it.ImageName, it.ErrorReason, it.UpdatedAt }),
            builds = server.Builds.TakeLast(MaxItems).Reverse()
                .Select(static it => new { name = it.SnapshotName, it.Log, files = it.Context.Count }),
            objects = server.StoredObjects.OrderByDescending(static it => it.ModifiedAt).Take(MaxItems)
                .Select(static it => new { it.Key, it.Length, tag = it.ETag }),
            sandboxes = server.Sandboxes.TakeLast(MaxItems).Reverse()
                .Select(static it => new { it.Name, it.State, it.Snapshot }),
            server.Images,
            requests = server.Requests.TakeLast(MaxItems).Reverse().Select(static it =>
                // A key may stand in the query.
                new { it.Time, it.Method, target = Key().Replace(it.Target, "$1***"), it.Status, finished = it.IsFinished }),
            faults = server.Faults.Select(static it =>
                new { it.Name, it.Kind, it.Status, it.Method, it.Path, it.Matches, it.Times }),
        };
    }

    [GeneratedRegex("(access_token=)[^&]*")]
    private static partial Regex Key();
}

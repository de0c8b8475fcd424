using System.Text;

namespace Daytona.Local.Endpoints;

/// <summary>The logs of builds: the url that the API names, the older path on the API, and the log itself on the proxy's port.</summary>
internal sealed class BuildLogEndpoints(
    LocalServer server, SnapshotStore store, LocalSnapshotEndpoints snapshots, BuildRunner builds, AccessControl access,
    ServiceErrors errors) : ServiceProgram
{
    // How long the service waits for a runner before it gives up.
    private static readonly TimeSpan AssignmentTimeout = TimeSpan.FromSeconds(30);

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "snapshots/{id}/build-logs", Access.Organization, [], LogAsync),
        new("GET", "snapshots/{id}/build-logs-url", Access.Organization, [], LogUrlAsync),
    ];

    protected override ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        string[] segments = call.Path.Trim('/').Split('/');
        if (call.Method != "GET" || segments is not ["snapshots", _, "build-logs"]) throw ServiceException.NotFound("not found");
        call.Id = Uri.UnescapeDataString(segments[1]);
        call.Caller = access.Authenticate(call) is { Organization: not null } caller
            ? caller
            : throw ServiceException.InvalidCredentials();
        LocalSnapshot snapshot = snapshots.FindVisible(call);
        if (snapshot.Ref is null) throw ServiceException.BadRequest("snapshot has no snapshot reference");
        if (snapshot.InitialRunnerId is null) throw ServiceException.BadRequest("snapshot has no initial runner");
        return new(FromRunner(call, snapshot));
    }

    protected override LocalResponse Refuse(ApiCall call, ServiceException refusal) => errors.Write(call, refusal.Status, refusal.Message);

    private async ValueTask<LocalResponse> LogUrlAsync(ApiCall call)
    {
        LocalSnapshot snapshot = FindBuilt(call);
        await WaitForRunnerAsync(snapshot, call.Aborted).ConfigureAwait(false);
        string address = (server.Options.LogAddress ?? server.LogUrl.ToString()).TrimEnd('/');
        return LocalResponse.Json(new { url = $"{address}/snapshots/{snapshot.Id}/build-logs" });
    }

    private async ValueTask<LocalResponse> LogAsync(ApiCall call)
    {
        LocalSnapshot snapshot = FindBuilt(call);
        if (snapshot.State == SnapshotStates.Active) return new LocalResponse(200);

        await WaitForRunnerAsync(snapshot, call.Aborted).ConfigureAwait(false);
        LocalResponse response = FromRunner(call, snapshot);
        response.Headers["Connection"] = "close";
        return response;
    }

    private LocalResponse FromRunner(ApiCall call, LocalSnapshot snapshot)
    {
        bool follow = call.Query["follow"] == "true";
        string reference = snapshot.BuildInfo?.SnapshotRef ?? snapshot.Ref ?? "";
        LocalRunner? runner = server.Regions.SelectMany(static region => region.Runners).FirstOrDefault(it => it.Id == snapshot.InitialRunnerId);
        if (runner is { IsReachable: false })
        {
            string query = $"snapshotRef={reference}&follow={(follow ? "true" : "false")}";
            string target = $"127.0.0.1:3986/snapshots/logs?{query}";
            return Chunked(504, null, Encoding.UTF8.GetBytes($"Error occurred while trying to proxy: {target}"));
        }

        if (builds.FindLog(reference) is not { } log)
            return Chunked(404, "application/json", errors.Write(call, 404, "build logs not found", "/snapshots/logs").Body);
        LocalResponse response = Chunked(200, "application/octet-stream", follow ? default : log.ToArray());
        if (follow) response.Pieces = log.FollowAsync();
        return response;
    }

    // The proxy forwards the runner's response in chunks.
    private static LocalResponse Chunked(int status, string? contentType, ReadOnlyMemory<byte> body) =>
        new(status, contentType: contentType) { Pieces = LocalResponse.WholeAsync(body) };

    // The access check also finds names. The handler then treats the name as an ID, on which the database fails.
    private LocalSnapshot FindBuilt(ApiCall call)
    {
        snapshots.FindOwn(call);
        if (!Guid.TryParse(call.Id, out Guid id)) throw ServiceException.Unexpected();
        LocalSnapshot snapshot = store.FindById(id) ?? throw ServiceException.NotFound($"Snapshot {call.Id} not found");
        return snapshot.BuildInfo is not null
            ? snapshot
            : throw ServiceException.NotFound($"Snapshot {call.Id} has no build info");
    }

    private async Task WaitForRunnerAsync(LocalSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await store.WaitAsync(IsAssignedOrGone, cancellationToken)
                .WaitAsync(AssignmentTimeout, server.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw ServiceException.NotFound($"Timeout waiting for build runner assignment for snapshot {snapshot.Id}");
        }

        if (store.FindById(snapshot.Id) is null) throw ServiceException.NotFound($"Snapshot {snapshot.Id} not found");

        bool IsAssignedOrGone() => snapshot.InitialRunnerId is not null || store.FindById(snapshot.Id) is null;
    }
}

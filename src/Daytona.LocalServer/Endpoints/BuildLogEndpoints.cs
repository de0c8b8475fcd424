using System.Text;

namespace Daytona.Local.Endpoints;

/// <summary>
/// The logs of builds: the url that the API names, the older path on the API, and the log itself on the proxy's port.
/// </summary>
internal sealed class BuildLogEndpoints(
    LocalServerOptions options,
    SnapshotStore store,
    SnapshotEndpoints snapshots,
    BuildRunner builds,
    AccessControl access,
    IReadOnlyList<LocalRegion> regions,
    ServerAddresses addresses,
    ProxyError errors,
    TimeProvider time)
{
    // How long the service waits for a runner before it gives up.
    private static readonly TimeSpan AssignmentTimeout = TimeSpan.FromSeconds(30);

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "snapshots/:id/build-logs", Access.Organization, [], Log),
        new("GET", "snapshots/:id/build-logs-url", Access.Organization, [], LogUrl),
    ];

    /// <summary>Responds to a request on the port of the logs.</summary>
    public ValueTask<ApiResponse> HandleAsync(ApiCall call)
    {
        ApiResponse response = FromProxy(call);
        // The proxy is another program, without the API's framework.
        (response.HasVersion, response.HasTag) = (false, false);
        return new(response);
    }

    private ApiResponse FromProxy(ApiCall call)
    {
        string[] segments = call.Path.Trim('/').Split('/');
        if (call.Method != "GET" || segments is not ["snapshots", _, "build-logs"])
            return errors.Write(call, 404, "not found", call.Path);

        call.Id = Uri.UnescapeDataString(segments[1]);
        string? token = ApiPipeline.TokenOf(call);
        Caller? caller = token is null
            ? null
            : access.Authenticate(token, call.Context.Request.Headers["X-Daytona-Organization-ID"]);
        if (caller?.Organization is null) return errors.Write(call, 401, "Invalid credentials", call.Path);

        call.Caller = caller;
        try
        {
            LocalSnapshot snapshot = snapshots.FindVisible(call);
            if (snapshot.Ref is null) return errors.Write(call, 400, "snapshot has no snapshot reference", call.Path);
            if (snapshot.InitialRunnerId is null)
                return errors.Write(call, 400, "snapshot has no initial runner", call.Path);
            return FromRunner(call, snapshot, call.Query["follow"] == "true");
        }
        catch (ServiceException refusal)
        {
            return errors.Write(call, refusal.Status, refusal.Message, call.Path);
        }
    }

    private async ValueTask<ApiResponse> LogUrl(ApiCall call)
    {
        LocalSnapshot snapshot = FindBuilt(call);
        await WaitForRunnerAsync(snapshot, call.Aborted).ConfigureAwait(false);
        string address = (options.LogAddress ?? addresses.Logs.ToString()).TrimEnd('/');
        return ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("url"u8, $"{address}/snapshots/{snapshot.Id}/build-logs");
            json.WriteEndObject();
        });
    }

    private async ValueTask<ApiResponse> Log(ApiCall call)
    {
        LocalSnapshot snapshot = FindBuilt(call);
        if (snapshot.State == SnapshotStates.Active) return new ApiResponse(200);

        await WaitForRunnerAsync(snapshot, call.Aborted).ConfigureAwait(false);
        ApiResponse response = FromRunner(call, snapshot, call.Query["follow"] == "true");
        response.Add("Connection", "close");
        return response;
    }

    private ApiResponse FromRunner(ApiCall call, LocalSnapshot snapshot, bool follow)
    {
        string reference = snapshot.BuildInfo?.SnapshotRef ?? snapshot.Ref ?? "";
        LocalRunner? runner = regions.SelectMany(static region => region.Runners)
            .FirstOrDefault(it => it.Id == snapshot.InitialRunnerId);
        if (runner is { IsReachable: false })
        {
            string query = $"snapshotRef={reference}&follow={(follow ? "true" : "false")}";
            string target = $"{runner.Address}/snapshots/logs?{query}";
            return Streamed(504, null, Encoding.UTF8.GetBytes($"Error occurred while trying to proxy: {target}"));
        }

        if (builds.FindLog(reference) is not { } log)
        {
            // The proxy forwards the runner's response in chunks.
            ApiResponse missing = errors.Write(call, 404, "build logs not found", "/snapshots/logs");
            return Streamed(404, "application/json", missing.Body);
        }

        return new ApiResponse(200)
        {
            ContentType = "application/octet-stream",
            Stream = async (target, cancellationToken) =>
            {
                if (follow) await log.FollowAsync(target, cancellationToken).ConfigureAwait(false);
                else await target.WriteAsync(log.ToArray(), cancellationToken).ConfigureAwait(false);
            },
        };
    }

    private static ApiResponse Streamed(int status, string? contentType, ReadOnlyMemory<byte> body) => new(status)
    {
        ContentType = contentType,
        Stream = (target, cancellationToken) => target.WriteAsync(body, cancellationToken).AsTask(),
    };

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
        using var timeout = new CancellationTokenSource(AssignmentTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await store.WaitAsync(IsAssignedOrGone, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceException.NotFound($"Timeout waiting for build runner assignment for snapshot {snapshot.Id}");
        }

        if (store.FindById(snapshot.Id) is null) throw ServiceException.NotFound($"Snapshot {snapshot.Id} not found");

        bool IsAssignedOrGone() => snapshot.InitialRunnerId is not null || store.FindById(snapshot.Id) is null;
    }
}

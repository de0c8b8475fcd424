using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Sends a create request. If its response is lost, the snapshot is looked up by name before the request is sent again: a
/// snapshot is neither created twice nor reported as failed although it exists.
/// </summary>
internal sealed class SnapshotSubmission(ClientSession session, SnapshotEndpoints endpoints, SnapshotFinder finder)
{
    // How much older than the request a snapshot may seem, by clocks with a resolution of one second.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private const int MaxAttempts = 4;

    /// <exception cref="SnapshotException">It is unknown whether the snapshot was created.</exception>
    /// <exception cref="DaytonaException">The snapshot was not created.</exception>
    public async Task<Snapshot> SendAsync(CreateSnapshotBody body, CancellationToken cancellationToken)
    {
        string json = body.ToJson();
        long started = session.Time.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Snapshot created = await endpoints.CreateAsync(json, cancellationToken).ConfigureAwait(false);
                return created.Name == body.Name ? created : throw new UnexpectedResponseException("name", "is that of another snapshot");
            }
            catch (DaytonaException exception) when (exception.LeavesOutcomeOpen || (attempt > 1 && IsConflict(exception)))
            {
                session.Observer?.OnNotice($"The response to the creation of '{body.Name}' was lost: looking for the snapshot.");
                if (await FindOwnAsync(body, started, exception, cancellationToken).ConfigureAwait(false) is { } found) return found;
                if (attempt == MaxAttempts || !MaySucceedLater(exception)) throw;
            }
        }
    }

    /// <summary>Sends the request within the rest of a time limit.</summary>
    /// <exception cref="SnapshotTimeoutException">The time limit expired, and the snapshot was not found after it.</exception>
    public async Task<Snapshot> SendAsync(CreateSnapshotBody body, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(token => SendAsync(body, token), cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            if (await FindFinallyAsync(body, deadline, cancellationToken).ConfigureAwait(false) is { } created) return created;
            throw;
        }
    }

    /// <summary>Looks for a snapshot after the time limit: the service may have accepted a request whose response did not arrive in time.</summary>
    public async Task<Snapshot?> FindFinallyAsync(CreateSnapshotBody body, Deadline deadline, CancellationToken cancellationToken)
    {
        ApiResponse<Snapshot?> found = await deadline.ReadFinallyAsync(
            async token => await finder.FindWithDateAsync(body.Name, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
            ?? new ApiResponse<Snapshot?>(null);
        return OwnOf(found, body, deadline.Elapsed);
    }

    // 500 is not among them: the service returns it for requests that it understood and refused, such as a fraction of a CPU.
    private static bool MaySucceedLater(DaytonaException exception) => exception is
        DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout }
        or DaytonaApiException { Reason: ApiErrorReason.ServiceUnavailable };

    private static bool IsConflict(DaytonaException exception) => exception is DaytonaApiException { Reason: ApiErrorReason.NameTaken };

    /// <summary>
    /// The snapshot of that name, if it is the one whose response was lost: made of the same, and by the service's clock not
    /// before the request was sent.
    /// </summary>
    private async Task<Snapshot?> FindOwnAsync(
        CreateSnapshotBody body, long started, DaytonaException failure, CancellationToken cancellationToken)
    {
        ApiResponse<Snapshot?> found;
        try
        {
            found = await finder.FindWithDateAsync(body.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (!IsConflict(failure))
        {
            throw new SnapshotException(
                SnapshotFailure.MayExist,
                body.Name,
                $"The service may have created '{body.Name}': the request failed ({failure.Message}), and so did the search for the snapshot ({exception.Message}).",
                failure);
        }

        return OwnOf(found, body, session.Time.GetElapsedTime(started));
    }

    private Snapshot? OwnOf(ApiResponse<Snapshot?> found, CreateSnapshotBody body, TimeSpan elapsed)
    {
        if (found.Value is not { General: false } snapshot || !body.IsSourceOf(snapshot)) return null;
        TimeSpan age = (found.Date ?? session.Time.GetUtcNow()).UtcDateTime - snapshot.CreatedAt.ToUniversalTime();
        return age < elapsed + ClockTolerance ? snapshot : null;
    }
}

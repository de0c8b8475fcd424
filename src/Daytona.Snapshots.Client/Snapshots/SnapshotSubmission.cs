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

    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="SnapshotException">It is unknown whether the snapshot was created.</exception>
    /// <exception cref="DaytonaException">The snapshot was not created.</exception>
    public Task<Snapshot> SendAsync(CreateSnapshotBody body, CancellationToken cancellationToken)
    {
        string json = body.ToJson();
        long started = session.Time.GetTimestamp();
        return session.Changes.RunAsync(
            $"the creation of '{body.Name}'",
            async token =>
            {
                Snapshot created = await endpoints.CreateAsync(json, token).ConfigureAwait(false);
                return created.Name == body.Name ? created : throw new UnexpectedResponseException("name", "is that of another snapshot");
            },
            async (failure, token) => await FindOwnAsync(body, started, failure, token).ConfigureAwait(false) is { } own ? new Found<Snapshot>(own) : null,
            cancellationToken,
            IsConflict);
    }

    /// <summary>Sends the request within the rest of a time limit.</summary>
    /// <exception cref="SnapshotTimeoutException">The time limit expired, and the snapshot was not found after it.</exception>
    public async Task<Snapshot> SendAsync(CreateSnapshotBody body, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(token => SendAsync(body, token), cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException exception) when (exception.WasSent)
        {
            if (await FindFinallyAsync(body, deadline, cancellationToken).ConfigureAwait(false) is { } created) return created;
            throw;
        }
    }

    /// <summary>Looks for a snapshot after the time limit: the service may have accepted a request whose response did not arrive in time.</summary>
    public async Task<Snapshot?> FindFinallyAsync(CreateSnapshotBody body, Deadline deadline, CancellationToken cancellationToken) => OwnOf(
        await deadline.ReadFinallyAsync(token => finder.FindAsync(body.Name, token), cancellationToken).ConfigureAwait(false), body, deadline.Elapsed);

    private static bool IsConflict(DaytonaException exception) => exception is DaytonaApiException { Reason: ApiErrorReason.NameTaken };

    /// <summary>
    /// The snapshot of that name, if it is the one whose response was lost: made of the same, and by the service's clock not
    /// before the request was sent.
    /// </summary>
    private async Task<Snapshot?> FindOwnAsync(
        CreateSnapshotBody body, long started, DaytonaException failure, CancellationToken cancellationToken)
    {
        Snapshot? found;
        try
        {
            found = await finder.FindAsync(body.Name, cancellationToken).ConfigureAwait(false);
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

    private Snapshot? OwnOf(Snapshot? found, CreateSnapshotBody body, TimeSpan elapsed) =>
        found is { General: false } snapshot && body.IsSourceOf(snapshot) && session.ServiceClock.AgeOf(snapshot.CreatedAt) < elapsed + ClockTolerance
            ? snapshot
            : null;
}

using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Creates a snapshot. The request is sent first and only its conflict is examined: an earlier check would leave a moment
/// in which someone else creates a snapshot of that name.
/// </summary>
internal sealed class SnapshotCreator(
    ClientSession session,
    SnapshotFinder finder,
    SnapshotWaiter waiter,
    SnapshotPreparation preparation,
    SnapshotSubmission submission,
    SnapshotCompletion completion)
{
    // Between two conflicts, the existing snapshot may be removed and another one created. The number of attempts is limited.
    private const int MaxConflicts = 5;

    public async Task<SnapshotCreation> RunAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        CreateSnapshotBody body = await preparation.RunAsync(request, options, deadline, cancellationToken).ConfigureAwait(false);
        // Before the request, so that no notification about its snapshot is missed.
        using SnapshotListener listener = options.Wait
            ? await waiter.ListenAsync(request.Name, deadline, cancellationToken).ConfigureAwait(false)
            : SnapshotListener.None;
        SnapshotCreation creation = await SubmitAsync(body, options.IfNotExists, deadline, cancellationToken).ConfigureAwait(false);
        return options.Wait
            ? creation with
            {
                Snapshot = await completion.WaitUntilActiveAsync(creation.Snapshot, listener, options, deadline, cancellationToken)
                    .ConfigureAwait(false),
            }
            : creation;
    }

    private async Task<SnapshotCreation> SubmitAsync(
        CreateSnapshotBody body, bool ifNotExists, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(token => CreateOrTakeAsync(body, ifNotExists, deadline, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            if (await submission.FindFinallyAsync(body, deadline, cancellationToken).ConfigureAwait(false) is not { } created) throw;
            return new SnapshotCreation(created, Created: true);
        }
    }

    private async Task<SnapshotCreation> CreateOrTakeAsync(
        CreateSnapshotBody body, bool ifNotExists, Deadline deadline, CancellationToken cancellationToken)
    {
        for (int conflicts = 1; ; conflicts++)
        {
            try
            {
                return new SnapshotCreation(await submission.SendAsync(body, cancellationToken).ConfigureAwait(false), Created: true);
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.NameTaken)
            {
                if (!ifNotExists || conflicts == MaxConflicts)
                {
                    throw new SnapshotException(SnapshotFailure.NameTaken, body.Name, $"A snapshot '{body.Name}' already exists.", exception);
                }
            }

            Snapshot? existing = await finder.FindAsync(body.Name, cancellationToken).ConfigureAwait(false);
            // Removed since the conflict; or another organization's general one, which yields to one of this organization.
            if (existing is null || (existing.General && conflicts == 1)) continue;
            if (existing.State == SnapshotState.Removing)
            {
                session.Observer?.OnNotice($"The existing '{body.Name}' is being removed: waiting until its name is free.");
                await waiter.WaitAsync(
                    existing.Id, new SnapshotWaitOptions { Until = static _ => false, Timeout = deadline.Remaining }, cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }

            if (existing.State == SnapshotState.Inactive || SnapshotState.IsFailure(existing.State))
            {
                throw new SnapshotException(
                    SnapshotFailure.ExistingUnusable, body.Name, $"'{body.Name}' already exists and is {existing.State}.") { Snapshot = existing };
            }

            session.Observer?.OnNotice($"'{body.Name}' already exists and is {existing.State}.");
            return new SnapshotCreation(existing, Created: false);
        }
    }
}

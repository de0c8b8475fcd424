using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>Capture. The service reports neither a conflict nor a failure: both are inferred.</content>
public partial class SnapshotsClient
{
    private const string Capturing = "snapshotting";

    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    /// <summary>Captures a sandbox as a snapshot, and waits until the snapshot is active.</summary>
    /// <param name="request">The sandbox and the snapshot's name.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait. The capture continues on the service.</param>
    /// <exception cref="SnapshotException">The name is taken, or the capture or the snapshot failed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual async Task<Snapshot> CaptureAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (SnapshotName.Validate(Required(request).Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        options ??= new CreateSnapshotOptions();
        Deadline deadline = Begin(options.Timeout, cancellationToken);
        using SnapshotListener listener = await ListenAsync(request.Name, deadline).ConfigureAwait(false);
        Snapshot snapshot = await deadline.RunAsync(token => CaptureAsync(request, listener, token)).ConfigureAwait(false);
        return await WaitForAcceptedAsync(request.Name, WaitUntilActiveAsync(snapshot, listener, options, deadline)).ConfigureAwait(false);
    }

    private async Task<Snapshot> CaptureAsync(CaptureSandboxRequest request, SnapshotListener listener, CancellationToken cancellationToken)
    {
        // The service would capture the sandbox first, find the name taken, and report nothing.
        await EnsureNameIsFreeAsync(request.Name, cancellationToken).ConfigureAwait(false);
        long started = Session.Time.GetTimestamp();
        Snapshot? early = await Session.Changes.RunAsync(
            $"the capture of sandbox '{request.SandboxIdOrName}'",
            async token =>
            {
                await Session.Api.PostAsync(
                    $"sandbox/{Uri.EscapeDataString(request.SandboxIdOrName)}/snapshot", new { request.Name, request.IncludeMemory }, token).ConfigureAwait(false);
                return (Snapshot?)null;
            },
            async (_, token) =>
            {
                // The state first: the snapshot appears before the sandbox leaves its capturing state.
                string? state = await TryGetSandboxStateAsync(request.SandboxIdOrName, token).ConfigureAwait(false);
                Snapshot? own = await FindCaptureAsync(request, started, token).ConfigureAwait(false);
                return own is not null || state == Capturing ? new Found<Snapshot?>(own) : null;
            },
            cancellationToken).ConfigureAwait(false);
        if (early is not null) return early;

        long? settledAt = null;
        var wait = new Wait(listener, Observer, Session.Time);
        return await WaitForAcceptedAsync(request.Name, wait.RunAsync(ReadAsync, receive: null, readsFirst: true, cancellationToken)).ConfigureAwait(false);

        async Task<Found<Snapshot>?> ReadAsync(CancellationToken token)
        {
            // In this order, for the same reason.
            string? state = await TryGetSandboxStateAsync(request.SandboxIdOrName, token).ConfigureAwait(false);
            if (await FindCaptureAsync(request, started, token).ConfigureAwait(false) is { } snapshot) return new Found<Snapshot>(snapshot);
            if (state is null or Capturing) settledAt = null;
            // Twice and a while apart, because the first poll may have come before the capture started.
            else if (settledAt is null) settledAt = Session.Time.GetTimestamp();
            else if (Session.Time.GetElapsedTime(settledAt.Value) >= SettlingTime) throw CaptureFailed(request, state);
            return null;
        }
    }

    /// <summary>The snapshot of that name, if it is this capture's: of no other sandbox, and by the service's clock not older.</summary>
    private async Task<Snapshot?> FindCaptureAsync(CaptureSandboxRequest request, long started, CancellationToken cancellationToken) =>
        await FindAsync(request.Name, cancellationToken).ConfigureAwait(false) is { General: false } snapshot
        && (snapshot.SourceSandboxId is null || !Guid.TryParse(request.SandboxIdOrName, out _) || IsSameId(snapshot.SourceSandboxId, request.SandboxIdOrName))
        && Session.ServiceClock.AgeOf(snapshot.CreatedAt) < Session.Time.GetElapsedTime(started) + SettlingTime
            ? snapshot
            : null;

    private static SnapshotException CaptureFailed(CaptureSandboxRequest request, string state) => new(
        SnapshotFailure.CaptureFailed,
        request.Name,
        $"The capture of sandbox '{request.SandboxIdOrName}' failed on the service: the sandbox is {state} again, and no " +
        $"snapshot '{request.Name}' has appeared. The service does not report the reason; try again, or check the sandbox in the dashboard.");

    // A key that may create snapshots may lack the permission to read sandboxes.
    private async Task<string?> TryGetSandboxStateAsync(string idOrName, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.Sandboxes.FindAsync(idOrName, cancellationToken).ConfigureAwait(false))?.State;
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            return null;
        }
    }
}

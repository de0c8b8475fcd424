using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Captures a sandbox as a snapshot. The service reports neither a conflict nor a failure: both are inferred.</summary>
internal sealed class SandboxCapture(
    ClientSession session, SnapshotFinder finder, SnapshotWaiter waiter, SnapshotCompletion completion)
{
    private const string Capturing = "snapshotting";

    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    public async Task<Snapshot> RunAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions options, CancellationToken cancellationToken)
    {
        if (SnapshotName.Validate(request.Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        var deadline = new Deadline(options.Timeout, session.Time);
        using SnapshotListener listener = await waiter.ListenAsync(request.Name, deadline, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = await deadline.RunAsync(token => CaptureAsync(request, listener, token), cancellationToken)
            .ConfigureAwait(false);
        return await SnapshotCompletion.WaitForAcceptedAsync(
            request.Name, completion.WaitUntilActiveAsync(snapshot, listener, options, deadline, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<Snapshot> CaptureAsync(CaptureSandboxRequest request, SnapshotListener listener, CancellationToken cancellationToken)
    {
        // The service would capture the sandbox first, find the name taken, and report nothing.
        if (await finder.FindAsync(request.Name, cancellationToken).ConfigureAwait(false) is { General: false } existing)
        {
            throw new SnapshotException(SnapshotFailure.NameTaken, request.Name, $"A snapshot '{request.Name}' already exists.") { Snapshot = existing };
        }

        string path = "sandbox/" + Uri.EscapeDataString(request.SandboxIdOrName);
        long started = session.Time.GetTimestamp();
        Snapshot? early = await session.Changes.RunAsync(
            $"the capture of sandbox '{request.SandboxIdOrName}'",
            async token =>
            {
                await session.Api.PostAsync(path + "/snapshot", new { request.Name, request.IncludeMemory }, token).ConfigureAwait(false);
                return (Snapshot?)null;
            },
            async (_, token) => await FindOwnAsync(request, started, token).ConfigureAwait(false) is { } own
                ? new Found<Snapshot?>(own)
                : await TryGetStateAsync(path, token).ConfigureAwait(false) == Capturing ? new Found<Snapshot?>(null) : null,
            cancellationToken).ConfigureAwait(false);
        if (early is not null) return early;

        long? settledAt = null;
        var wait = new Wait(listener, session.Observer, session.Time);
        return await SnapshotCompletion.WaitForAcceptedAsync(
            request.Name, wait.RunAsync(ReadAsync, receive: null, readsFirst: true, cancellationToken)).ConfigureAwait(false);

        async Task<WaitStep<Snapshot>> ReadAsync(CancellationToken token)
        {
            // The state first: the snapshot appears before the sandbox leaves its capturing state.
            string? state = await TryGetStateAsync(path, token).ConfigureAwait(false);
            if (await FindOwnAsync(request, started, token).ConfigureAwait(false) is { } snapshot) return WaitStep.Over(snapshot);
            if (state is null or Capturing) settledAt = null;
            // Twice and a while apart, because the first poll may have come before the capture started.
            else if (settledAt is null) settledAt = session.Time.GetTimestamp();
            else if (session.Time.GetElapsedTime(settledAt.Value) >= SettlingTime) throw Failed(request, state);
            return WaitStep.Continue;
        }
    }

    /// <summary>The snapshot of that name, if it is this capture's: of no other sandbox, and by the service's clock not older.</summary>
    private async Task<Snapshot?> FindOwnAsync(CaptureSandboxRequest request, long started, CancellationToken cancellationToken) =>
        await finder.FindAsync(request.Name, cancellationToken).ConfigureAwait(false) is { General: false } snapshot
        && (snapshot.SourceSandboxId is null || !Guid.TryParse(request.SandboxIdOrName, out _) || IsSame(snapshot.SourceSandboxId, request.SandboxIdOrName))
        && session.ServiceClock.AgeOf(snapshot.CreatedAt) < session.Time.GetElapsedTime(started) + SettlingTime
            ? snapshot
            : null;

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static SandboxCaptureException Failed(CaptureSandboxRequest request, string state) => new(
        $"The capture of sandbox '{request.SandboxIdOrName}' failed on the service: the sandbox is {state} again, and no " +
        $"snapshot '{request.Name}' has appeared. The service does not report the reason; try again, or check the sandbox in the dashboard.");

    // A key that may create snapshots may lack the permission to read sandboxes.
    private async Task<string?> TryGetStateAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Api.GetAsync<CapturedSandbox>(path, cancellationToken).ConfigureAwait(false)).State;
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            return null;
        }
    }

    private sealed class CapturedSandbox
    {
        public required string State { get; init; }
    }
}

using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Captures a sandbox as a snapshot. The service reports neither a conflict nor a failure: both are inferred.</summary>
internal sealed class SandboxCapture(
    ClientSession session, SnapshotFinder finder, SnapshotWaiter waiter, SnapshotCompletion completion)
{
    private const string Capturing = "snapshotting";

    // A capture takes as long as the sandbox's disk is large.
    private static readonly TimeSpan PollDelay = TimeSpan.FromSeconds(2);

    public async Task<Snapshot> RunAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions options, CancellationToken cancellationToken)
    {
        if (SnapshotName.Validate(request.Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        var deadline = new OperationDeadline(options.Timeout, session.Time);
        using SnapshotListener listener = await waiter.ListenAsync(request.Name, deadline, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = await deadline.RunAsync(token => CaptureAsync(request, listener, token), cancellationToken)
            .ConfigureAwait(false);
        return await completion.WaitUntilActiveAsync(snapshot, listener, options, deadline, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Snapshot> CaptureAsync(CaptureSandboxRequest request, SnapshotListener listener, CancellationToken cancellationToken)
    {
        // The service would capture the sandbox first, find the name taken, and report nothing.
        if (await finder.FindAsync(request.Name, cancellationToken).ConfigureAwait(false) is { General: false } existing)
        {
            throw new SnapshotException(SnapshotFailure.NameTaken, request.Name, $"A snapshot '{request.Name}' already exists.") { Snapshot = existing };
        }

        string path = "sandbox/" + Uri.EscapeDataString(request.SandboxIdOrName);
        await session.Api.PostAsync(path + "/snapshot", new { request.Name, request.IncludeMemory }, cancellationToken).ConfigureAwait(false);

        var outage = new ServiceOutage(session.Time, session.Observer);
        for (bool hadSettled = false; ;)
        {
            listener.Reset();
            string? state = null;
            try
            {
                // The state first: the snapshot appears before the sandbox leaves its capturing state.
                state = await TryGetStateAsync(path, cancellationToken).ConfigureAwait(false);
                if (await finder.FindAsync(request.Name, cancellationToken).ConfigureAwait(false) is { General: false } snapshot) return snapshot;
                outage.End();
            }
            catch (DaytonaException exception) when (exception.IsTransient)
            {
                if (!outage.Survives(exception)) throw;
                state = null;
            }

            bool hasSettled = state is not null and not Capturing;
            // Twice and a while apart, because the first poll may have come before the capture started.
            if (hasSettled && hadSettled) throw Failed(request, state!);
            bool waited = await WaitAsync(listener, cancellationToken).ConfigureAwait(false);
            hadSettled = hasSettled && (waited || hadSettled);
        }
    }

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

    /// <returns>Whether the whole delay has passed.</returns>
    private async Task<bool> WaitAsync(SnapshotListener listener, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = session.Time.Delay(PollDelay, timer.Token);
        bool waited = await Task.WhenAny(listener.Signal, delay).ConfigureAwait(false) == delay;
        timer.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        return waited;
    }

    private sealed class CapturedSandbox
    {
        public required string State { get; init; }
    }
}

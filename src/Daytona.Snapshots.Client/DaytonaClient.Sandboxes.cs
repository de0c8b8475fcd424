using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <content>Sandboxes, as far as snapshots are made from them.</content>
public sealed partial class DaytonaClient
{
    private const string Capturing = "snapshotting";

    // A capture takes as long as the sandbox's disk is large.
    private static readonly TimeSpan CaptureDelay = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<Snapshot> CaptureSandboxAsync(
        string sandboxIdOrName, string name, bool includeMemory, CancellationToken cancellationToken = default)
    {
        using SnapshotListener listener = await _channel.AddAsync(
            snapshot => snapshot.Name == name, _observer, cancellationToken).ConfigureAwait(false);
        await _api.PostAsync(SandboxPath(sandboxIdOrName) + "/snapshot", new { name, includeMemory }, cancellationToken)
            .ConfigureAwait(false);

        bool hadSettled = false;
        long? absentSince = null;
        while (true)
        {
            listener.Reset();
            string? state = null;
            try
            {
                // The state first: the snapshot is there before the sandbox is itself again.
                state = await TryGetSandboxStateAsync(sandboxIdOrName, cancellationToken).ConfigureAwait(false);
                if (await FindSnapshotAsync(name, cancellationToken).ConfigureAwait(false) is { General: false } snapshot) return snapshot;
                absentSince = null;
            }
            catch (DaytonaException exception) when (exception.IsTransient)
            {
                // The capture goes on meanwhile.
                absentSince ??= _time.GetTimestamp();
                if (_time.GetElapsedTime(absentSince.Value) > SnapshotWait.LongestAbsence) throw;
                _observer?.OnNotice($"{exception.Message} Still waiting.");
                state = null;
            }

            bool hasSettled = state is not null and not Capturing;
            // Twice and a while apart, because the first look may have come before the capture began.
            if (hasSettled && hadSettled)
            {
                throw new SandboxCaptureException(
                    $"The capture of sandbox '{sandboxIdOrName}' failed on the service: the sandbox is {state} again, and no " +
                    $"snapshot '{name}' has appeared. The service does not say why; try again, or look at the sandbox in the dashboard.");
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task delay = _time.Delay(CaptureDelay, timer.Token);
            bool waited = await Task.WhenAny(listener.Signal, delay).ConfigureAwait(false) == delay;
            timer.Cancel();
            hadSettled = hasSettled && (waited || hadSettled);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // A key that may make snapshots need not be one that may look at sandboxes.
    private async Task<string?> TryGetSandboxStateAsync(string sandboxIdOrName, CancellationToken cancellationToken)
    {
        try
        {
            return (await _api.GetAsync<Sandbox>(SandboxPath(sandboxIdOrName), cancellationToken)
                .ConfigureAwait(false)).State;
        }
        catch (DaytonaApiException exception) when (exception.Reason
            is ApiErrorReason.PermissionMissing or ApiErrorReason.Forbidden or ApiErrorReason.SandboxNotFound or ApiErrorReason.NotFound
            or ApiErrorReason.EndpointNotFound)
        {
            return null;
        }
    }

    private static string SandboxPath(string idOrName) => "sandbox/" + Uri.EscapeDataString(idOrName);

    private sealed class Sandbox
    {
        public required string State { get; init; }
    }
}

using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Waits until a sandbox has started or can't start. Notifications say when to read; without them, it polls.</summary>
internal sealed class SandboxWait(ClientSession session, SandboxEndpoints endpoints)
{
    private static readonly TimeSpan SafetyDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPollDelay = TimeSpan.FromSeconds(2);

    /// <returns>The sandbox as last read, or null if it was deleted.</returns>
    public async Task<Sandbox?> RunAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (SandboxState.IsFinal(sandbox.State)) return sandbox;

        using SandboxListener listener = await session.Channel.AddSandboxAsync(sandbox.Id, session.Observer, cancellationToken)
            .ConfigureAwait(false);
        var outage = new ServiceOutage(session.Time, session.Observer);
        TimeSpan poll = FirstPoll;
        while (true)
        {
            // Changes from before the listener are part of the current read.
            listener.Reset();
            try
            {
                Sandbox now = await endpoints.GetAsync(sandbox.Id, cancellationToken).ConfigureAwait(false);
                if (SandboxState.IsFinal(now.State)) return now;
                outage.End();
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
            {
                return null;
            }
            catch (DaytonaException exception) when (exception.IsTransient && outage.Survives(exception))
            {
                // The sandbox goes on starting meanwhile.
            }

            await WaitAsync(listener, listener.IsLive ? SafetyDelay : poll, cancellationToken).ConfigureAwait(false);
            poll = TimeSpan.FromTicks(Math.Min(poll.Ticks * 2, MaxPollDelay.Ticks));
        }
    }

    private async Task WaitAsync(SandboxListener listener, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(listener.Signal, session.Time.Delay(delay, timer.Token)).ConfigureAwait(false);
        timer.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }
}

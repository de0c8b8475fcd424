using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Waits until a sandbox has started or can't start.</summary>
internal sealed class SandboxWait(ClientSession session, SandboxEndpoints endpoints)
{
    /// <returns>The sandbox as last read, or null if it was deleted.</returns>
    public async Task<Sandbox?> RunAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (SandboxState.IsFinal(sandbox.State)) return sandbox;

        using SandboxListener listener = await session.Channel.AddSandboxAsync(sandbox.Id, session.Observer, cancellationToken)
            .ConfigureAwait(false);
        var wait = new Wait(listener, session.Observer, session.Time);
        return await wait.RunAsync(token => ReadAsync(sandbox.Id, token), receive: null, readsFirst: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WaitStep<Sandbox?>> ReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            Sandbox now = await endpoints.GetAsync(id, cancellationToken).ConfigureAwait(false);
            return SandboxState.IsFinal(now.State) ? WaitStep.Over<Sandbox?>(now) : WaitStep.Continue;
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
        {
            return WaitStep.Over<Sandbox?>(null);
        }
    }
}

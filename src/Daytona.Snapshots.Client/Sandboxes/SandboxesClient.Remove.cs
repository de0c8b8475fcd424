using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <content>
/// Deletion. While a change of state is in progress the service refuses, and what it is changing to is not known: only an
/// accepted request or a missing sandbox ends the attempts.
/// </content>
public partial class SandboxesClient
{
    // A sandbox whose state changes for longer is stuck.
    private static readonly Backoff WhileChanging = new()
    {
        First = TimeSpan.FromMilliseconds(100),
        Max = TimeSpan.FromSeconds(2),
        Patience = TimeSpan.FromMinutes(5),
    };

    /// <summary>
    /// Deletes a sandbox in any state. The service refuses to while a change of state is in progress: the request is repeated
    /// until it is accepted or the sandbox is gone.
    /// </summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <param name="cancellationToken">Stops the attempts.</param>
    /// <returns>Whether there was such a sandbox.</returns>
    public virtual Task<bool> RemoveAsync(string idOrName, CancellationToken cancellationToken = default) =>
        RemoveAsync(idOrName, waitsForChanges: true, cancellationToken);

    /// <param name="waitsForChanges">Whether to wait while the sandbox changes its state; otherwise, that is a failure.</param>
    /// <returns>Whether there was such a sandbox.</returns>
    internal Task<bool> RemoveAsync(string idOrName, bool waitsForChanges, CancellationToken cancellationToken)
    {
        bool existed = false;
        return WhileChanging.RunAsync(
            async token =>
            {
                try
                {
                    return await SendRemovalAsync(idOrName, token).ConfigureAwait(false);
                }
                catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
                {
                    return existed;
                }
            },
            exception =>
            {
                if (!waitsForChanges || exception is not DaytonaApiException { Reason: ApiErrorReason.WrongState or ApiErrorReason.Conflict }) return null;
                existed = true;
                return Repetition.Scheduled;
            },
            new Deadline(null, _session.Time),
            cancellationToken);
    }

    private Task<bool> SendRemovalAsync(string idOrName, CancellationToken cancellationToken) => _session.Changes.RunAsync(
        $"the removal of sandbox '{idOrName}'",
        async token =>
        {
            if (await Api.DeleteAsync(PathOf(idOrName), token).ConfigureAwait(false)) return true;
            // Not confirmed by the service itself: a proxy may have responded in its place.
            return await IsGoneAsync(idOrName, token).ConfigureAwait(false) ? true : throw ResponseBody.NotApplied($"The removal of sandbox '{idOrName}'");
        },
        async (_, token) => await IsGoneAsync(idOrName, token).ConfigureAwait(false) ? new Found<bool>(true) : null,
        cancellationToken);

    private async Task<bool> IsGoneAsync(string idOrName, CancellationToken cancellationToken) =>
        await FindAsync(idOrName, cancellationToken).ConfigureAwait(false) is not { } left || SandboxState.IsDestroyed(left.State);
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>
/// Deletes sandboxes. While a change of state is in progress the service refuses, and what it is changing to is not known: only an
/// accepted request or a missing sandbox ends the attempts.
/// </summary>
internal sealed class SandboxRemoval(SandboxEndpoints endpoints, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    /// <returns>Whether there was such a sandbox.</returns>
    public async Task<bool> RunAsync(string idOrName, CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay;
        for (bool existed = false; ; existed = true)
        {
            try
            {
                if (await endpoints.RemoveAsync(idOrName, cancellationToken).ConfigureAwait(false)) return true;
                // Not confirmed by the service itself: a proxy may have responded in its place.
                Sandbox left = await endpoints.GetAsync(idOrName, cancellationToken).ConfigureAwait(false);
                return left.State is SandboxState.Destroying or SandboxState.Destroyed ? true : throw ResponseBody.NotApplied($"The removal of sandbox '{left.Name}'");
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
            {
                return existed;
            }
            catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.WrongState or ApiErrorReason.Conflict)
            {
                await time.Delay(delay, cancellationToken).ConfigureAwait(false);
            }

            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, MaxDelay.Ticks));
        }
    }
}

namespace Daytona.Snapshots.Client.Registries;

/// <summary>
/// Tries again what failed for a moment. Not by Polly, whose attempts are counted in all: an upload of hours may break
/// more often than that, as long as it moves on between.
/// </summary>
internal sealed class RegistryRetry(IClientObserver? observer, TimeProvider time)
{
    private const int MaxFailures = 5;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    private bool _hasSucceeded;

    /// <summary>Runs attempts until one succeeds or too many fail without progress.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="position">How far the attempts have come; null if they start anew.</param>
    /// <param name="cancellationToken">Stops the attempts and the waits between them.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, Func<long>? position, CancellationToken cancellationToken)
    {
        long furthest = 0;
        for (int failures = 1; ; failures++)
        {
            try
            {
                T result = await attempt(cancellationToken).ConfigureAwait(false);
                _hasSucceeded = true;
                return result;
            }
            catch (Exception exception) when (MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (position?.Invoke() is { } reached && reached > furthest) (furthest, failures) = (reached, 1);
                if (failures >= MaxFailures) throw;

                TimeSpan wait = (exception as RegistryException)?.RetryAfter ?? TimeSpan.FromMilliseconds(150 << failures);
                if (wait > MaxWait) throw;
                observer?.OnNotice($"{exception.Message} Trying again in {wait.TotalSeconds:0.0} s.");
                await time.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A registry that restarts refuses connections for a while, but one that has never answered most likely is not there.
    private bool MayPass(Exception exception) => exception switch
    {
        RegistryException registry => registry.Reason == RegistryFailure.Unavailable,
        DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout } => true,
        DaytonaConnectionException { Failure: ConnectionFailure.Refused } => _hasSucceeded,
        _ => false,
    };
}

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Retries temporary failures. Polly counts all attempts, but a long upload may break more often, as long as it makes progress
/// in between.
/// </summary>
internal sealed class RegistryRetry(IClientObserver? observer, TimeProvider time)
{
    private const int MaxFailures = 5;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    private bool _hasSucceeded;

    /// <summary>Runs attempts until one succeeds or too many fail without progress.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="position">The progress of the attempts; null if each starts again.</param>
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
                observer?.OnNotice($"{exception.Message} Retrying in {wait.TotalSeconds:0.0} s.");
                await time.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A registry that restarts refuses connections or is silent for a while, but one that has never responded most likely does not exist.
    private bool MayPass(Exception exception) => exception switch
    {
        RegistryException registry => registry.Reason == RegistryFailure.Unavailable,
        DaytonaConnectionException { Failure: ConnectionFailure.Broken } => true,
        DaytonaConnectionException { Failure: ConnectionFailure.Refused or ConnectionFailure.Timeout } => _hasSucceeded,
        _ => false,
    };
}

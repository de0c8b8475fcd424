namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Sends a request again: after the pause that a rate limit asks for, because the service has not begun such a request; and after a
/// failure that passes.
/// </summary>
/// <param name="pause">The pause of all requests at a rate limit.</param>
internal sealed class RequestRetry(RateLimitPause pause)
{
    // The pauses at a 429 that does not say how long it lasts.
    private static readonly Backoff Guesses = new() { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(30) };
    private const int MaxGuesses = 8;

    /// <summary>Sends a request until it succeeds, fails for good, or the limit is reached.</summary>
    /// <param name="request">The request.</param>
    /// <param name="send">Sends it once.</param>
    /// <param name="isProven">Whether the service has accepted the credential before.</param>
    /// <param name="patience">The failures that pass.</param>
    /// <param name="observer">Notified of waits; null for none.</param>
    /// <param name="deadline">The time limit for all attempts and pauses.</param>
    /// <param name="expired">Makes the exception of the limit.</param>
    /// <param name="cancellationToken">Canceled by the caller.</param>
    public async Task<T> RunAsync<T>(
        ApiRequest request,
        Func<CancellationToken, Task<T>> send,
        Func<bool> isProven,
        OutagePatience patience,
        IClientObserver? observer,
        Deadline deadline,
        Func<OperationCanceledException, Exception> expired,
        CancellationToken cancellationToken)
    {
        int guesses = 0, failures = 0;
        T response = await OutagePatience.Schedule.RunAsync(
            async token =>
            {
                await pause.WaitAsync(observer, token).ConfigureAwait(false);
                return await send(token).ConfigureAwait(false);
            },
            Repeats,
            deadline,
            cancellationToken,
            delay =>
            {
                if (delay.Delay > TimeSpan.Zero) patience.Report(delay);
            },
            expired).ConfigureAwait(false);
        patience.NoteSuccess(request);
        return response;

        Repetition? Repeats(Exception exception)
        {
            if (exception is not DaytonaException failure) return null;
            patience.NoteFailure(request, failure);
            if (failure is not DaytonaApiException api || !IsRateLimit(api, isProven())) return patience.Passes(request, failure, ++failures) ? Repetition.Scheduled : null;

            TimeSpan wait = api.RetryAfter ?? Guesses.DelayAfter(++guesses);
            if (guesses > MaxGuesses || !deadline.Fits(wait)) return null;
            pause.Begin(wait);
            // The pause is waited for before the request, and says nothing about an outage.
            return Repetition.AtOnce;
        }
    }

    // An address that is blocked for failed logins is unblocked sooner if nothing is sent, unless the key is known to be valid.
    private static bool IsRateLimit(DaytonaApiException exception, bool isProven) =>
        exception.Reason == ApiErrorReason.RateLimited || (exception.Reason == ApiErrorReason.AddressBlocked && isProven);
}

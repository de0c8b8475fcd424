using System.Runtime.ExceptionServices;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Sends a request again: after the pause that a rate limit asks for, because the service has not begun such a request; and if
/// it is repeatable, after a failure that passes by itself.
/// </summary>
/// <param name="pause">The pause of all requests at a rate limit.</param>
/// <param name="limit">The time limit for all attempts and pauses.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class RequestRetry(RateLimitPause pause, TimeSpan limit, TimeProvider time)
{
    private const int MaxRetries = 4;

    // The pauses at a 429 that does not say how long it lasts.
    private const int MaxGuesses = 8;
    private static readonly TimeSpan MaxGuess = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly Random Jitter = new();

    /// <summary>Sends a request until it succeeds, fails for good, or the limit is reached.</summary>
    /// <param name="request">The request.</param>
    /// <param name="send">Sends it once.</param>
    /// <param name="isProven">Whether the service has accepted the credential before.</param>
    /// <param name="observer">Notified of waits; null for none.</param>
    /// <param name="ended">Canceled by the caller or at the limit.</param>
    /// <param name="cancellationToken">Canceled by the caller.</param>
    public async Task<T> RunAsync<T>(
        ApiRequest request,
        Func<CancellationToken, Task<T>> send,
        Func<bool> isProven,
        IClientObserver? observer,
        CancellationToken ended,
        CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        int guesses = 0, retries = 0;
        TimeSpan delay = TimeSpan.Zero;
        DaytonaException? failure = null;
        while (true)
        {
            try
            {
                if (delay > TimeSpan.Zero) await time.Delay(delay, ended).ConfigureAwait(false);
                await pause.WaitAsync(observer, ended).ConfigureAwait(false);
                return await send(ended).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (failure is not null && !cancellationToken.IsCancellationRequested)
            {
                // The limit ends a retry: what the service responded before says more than that this response is late.
                ExceptionDispatchInfo.Capture(failure).Throw();
                throw;
            }
            catch (DaytonaApiException exception) when (IsRateLimit(exception, isProven()))
            {
                TimeSpan wait = exception.RetryAfter ?? Guess(guesses++);
                if (guesses > MaxGuesses || !FitsLimit(started, wait)) throw;
                (failure, delay) = (exception, TimeSpan.Zero);
                pause.Begin(wait);
                continue;
            }
            catch (DaytonaException exception) when (request.IsRepeatable && retries < MaxRetries && PassesSoon(exception))
            {
                failure = exception;
            }

            delay = NextDelay(retries++);
            if (!FitsLimit(started, delay)) ExceptionDispatchInfo.Capture(failure).Throw();
            observer?.OnNotice($"{Describe(failure)} Retrying in {delay.TotalSeconds:0.0} s ({retries} of {MaxRetries}).");
        }
    }

    // An address that is blocked for failed logins is unblocked sooner if nothing is sent, unless the key is known to be valid.
    private static bool IsRateLimit(DaytonaApiException exception, bool isProven) =>
        exception.Reason == ApiErrorReason.RateLimited || (exception.Reason == ApiErrorReason.AddressBlocked && isProven);

    // A refused connection or an unknown name is reported immediately, because a user waits for the result.
    private static bool PassesSoon(DaytonaException exception) => exception
        is DaytonaConnectionException { Failure: ConnectionFailure.Broken }
        or DaytonaApiException { Reason: ApiErrorReason.ServiceUnavailable };

    private static string Describe(DaytonaException failure) =>
        failure is DaytonaApiException api ? $"The service responded with {api.StatusCode}." : failure.Message;

    private static TimeSpan Guess(int guesses) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, guesses), MaxGuess.TotalSeconds));

    private static TimeSpan NextDelay(int retries)
    {
        double jitter;
        lock (Jitter) jitter = 0.5 + Jitter.NextDouble();
        return TimeSpan.FromTicks((long)((FirstDelay.Ticks << retries) * jitter));
    }

    private bool FitsLimit(long started, TimeSpan wait) =>
        limit == Timeout.InfiniteTimeSpan || time.GetElapsedTime(started) + wait < limit;
}

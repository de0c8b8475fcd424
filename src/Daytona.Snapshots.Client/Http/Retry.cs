using System.Net;
using Polly;
using Polly.Retry;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Sends a request again that failed for a moment. Polly is loaded by this and by nothing else: most processes end without a
/// failure.
/// </summary>
internal static class Retry
{
    private const int Most = 4;

    /// <summary>
    /// Whether a sending failed of what passes by itself. A refused connection or an unknown name is told at once: a person
    /// waits for the answer.
    /// </summary>
    /// <param name="sent">The sending, which has ended.</param>
    public static bool MaySucceed(Task<Answer> sent) => sent.Status switch
    {
        TaskStatus.RanToCompletion => MaySucceed(sent.Result),
        TaskStatus.Faulted => MaySucceed(sent.Exception!.InnerException),
        _ => false,
    };

    /// <summary>Sends again, after ever longer waits, until it succeeds, fails of something else, or has failed often enough.</summary>
    /// <param name="first">The first sending, which has ended.</param>
    /// <param name="send">Sends it anew.</param>
    /// <param name="observer">Is told of each failure; null for nobody.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Answer> RunAsync(
        Task<Answer> first,
        Func<CancellationToken, Task<Answer>> send,
        IClientObserver? observer,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ResiliencePipeline<Answer> pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = Most,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(300),
                ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Exception is { } exception
                    ? MaySucceed(exception)
                    : MaySucceed(arguments.Outcome.Result!)),
                OnRetry = arguments =>
                {
                    string reason = arguments.Outcome.Exception?.Message ?? $"The service answered {(int)arguments.Outcome.Result!.Status}.";
                    observer?.OnNotice(
                        $"{reason} Trying again in {arguments.RetryDelay.TotalSeconds:0.0} s ({arguments.AttemptNumber + 1} of {Most}).");
                    return default;
                },
            })
            .Build();

        Task<Answer>? sent = first;
        return await pipeline.ExecuteAsync(
            async token => await (Interlocked.Exchange(ref sent, null) ?? send(token)).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private static bool MaySucceed(Exception? exception) =>
        exception is DaytonaConnectionException { Failure: ConnectionFailure.Broken };

    private static bool MaySucceed(Answer answer) =>
        answer.Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}

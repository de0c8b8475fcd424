using System.Diagnostics;
using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The one place from where requests go to the service: it signs them, lets the first go alone, waits at a rate limit,
/// repeats what may be repeated, tells the observer, and turns every failure into one of this library's exceptions.
/// </summary>
internal sealed partial class RequestSender : IDisposable
{
    private static readonly ResiliencePropertyKey<Exchange> ExchangeKey = new("exchange");

    // Where a 429 does not say for how long, waits grow to this, and there is an end to them.
    private static readonly TimeSpan LongestGuess = TimeSpan.FromSeconds(30);
    private const int MostGuesses = 8;

    private readonly DaytonaClientOptions _options;
    private readonly HttpClient _connections;
    private readonly RestClient _http;
    private readonly FirstRequestGate _gate;
    private readonly RateLimitPause _pause;
    private readonly ResiliencePipeline<Answer> _retries;

    public RequestSender(DaytonaClientOptions options, TimeProvider time)
    {
        _options = options;
        _gate = new FirstRequestGate(time);
        _pause = new RateLimitPause(time);
        _connections = PooledHttp.Create();
        _http = new RestClient(
            _connections,
            new RestClientOptions(options.ApiUrl)
            {
                UserAgent = options.UserAgent,
                // An answer is an answer, whatever it says: only a connection that broke is an error of the transport.
                SetErrorExceptionOnUnsuccessfulStatusCode = false,
                FollowRedirects = false,
            },
            disposeHttpClient: true);
        foreach ((string name, string value) in CallerHeaders(options)) _http.AddDefaultHeader(name, value);

        _retries = new ResiliencePipelineBuilder<Answer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = 4,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(300),
                ShouldHandle = arguments => new ValueTask<bool>(
                    arguments.Context.Properties.GetValue(ExchangeKey, null!).Repeatable && IsPassing(arguments.Outcome)),
                OnRetry = arguments =>
                {
                    Exchange exchange = arguments.Context.Properties.GetValue(ExchangeKey, null!);
                    string reason = arguments.Outcome.Exception?.Message ?? $"The service answered {(int)arguments.Outcome.Result!.Status}.";
                    exchange.Observer?.OnNotice(
                        $"{reason} Trying again in {arguments.RetryDelay.TotalSeconds:0.0} s ({arguments.AttemptNumber + 1} of 4).");
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Sends a request and gives its answer.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the API's address, already encoded, with its query.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="expected">What the answer's JSON is read as; null where it is not read.</param>
    /// <param name="observer">Is told; null for nobody.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The answer, with a status from 200 to 299.</returns>
    /// <exception cref="DaytonaApiException">The service answered with an error.</exception>
    /// <exception cref="DaytonaConnectionException">It could not be reached.</exception>
    public async Task<Answer> SendAsync(
        Method method, string path, string? body, Type? expected, IClientObserver? observer, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(method, path, body, expected, observer);
        Answer answer = await _gate.PassAsync(() => SendPatientlyAsync(exchange, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if ((int)answer.Status is >= 300 and < 400)
        {
            throw SentElsewhere(_options.ApiUrl, answer.Status);
        }

        if (!answer.Succeeded)
        {
            throw answer.ToException(
                exchange.Verb, _options.ApiUrl.AbsolutePath.TrimEnd('/') + "/" + path, _options.Credential);
        }

        // Whoever expects no text must not take a proxy's page for the service's word that something was done.
        return answer.IsPage ? throw answer.NotDaytona() : answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> CallerHeaders(DaytonaClientOptions options)
    {
        yield return ("Authorization", "Bearer " + options.Credential.Reveal());
        yield return ("X-Daytona-Source", options.Source);
        if (options.OrganizationId is { } organization) yield return ("X-Daytona-Organization-ID", organization);
    }

    private static DaytonaConnectionException SentElsewhere(Uri url, HttpStatusCode status) =>
        new($"{url.Host} sends this request elsewhere ({(int)status}), where the key is not sent along.", null)
        {
            Failure = ConnectionFailure.Redirected,
        };

    // A request at a rate limit was not begun, so that everything may be sent again, and as often as the service asks.
    private async Task<Answer> SendPatientlyAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        for (int guesses = 0; ; )
        {
            await _pause.WaitAsync(cancellationToken).ConfigureAwait(false);
            Answer answer = await SendRepeatedlyAsync(exchange, cancellationToken).ConfigureAwait(false);
            if ((int)answer.Status != 429 || (answer.BlockedByFailedLogins && !_gate.IsOpen)) return answer;

            if (answer.RetryAfter is not { } wait)
            {
                if (++guesses > MostGuesses) return answer;
                wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, guesses - 1), LongestGuess.TotalSeconds));
            }

            exchange.Observer?.OnNotice($"The service's rate limit is reached: waiting {wait.TotalSeconds:0} s.");
            _pause.Begin(wait);
        }
    }

    private async Task<Answer> SendRepeatedlyAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ExchangeKey, exchange);
        try
        {
            return await _retries.ExecuteAsync(
                static async (context, sender) => await sender.SendOnceAsync(
                    context.Properties.GetValue(ExchangeKey, null!), context.CancellationToken).ConfigureAwait(false),
                context, this).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Answer> SendOnceAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RequestTimeout);

        RestRequest request = exchange.CreateRequest();
        JsonReception? reception = exchange.Expected is { } type ? JsonReception.Of(request, type) : null;
        var watch = Stopwatch.StartNew();
        string outcome = "no answer";
        try
        {
            RestResponse response = await _http.ExecuteAsync(request, limit.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (response.ErrorException is { } exception) throw ConnectionFault.From(exception, _options.ApiUrl);

            outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            var answer = new Answer(response, reception?.Value);
            return answer.Succeeded && reception is not null && answer.FindFault() is { } fault ? throw fault : answer;
        }
        // The body is received after RestSharp's own handling of failures.
        catch (Exception exception) when (exception is HttpRequestException or IOException or WebException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFault.From(exception, _options.ApiUrl);
        }
        finally
        {
            exchange.Observer?.OnRequest($"{exchange.Verb} {_http.BuildUri(request)} {outcome} in {watch.ElapsedMilliseconds} ms");
        }
    }

    // What passes by itself. A refused connection or an unknown name is told at once: a person waits for the answer.
    private static bool IsPassing(Outcome<Answer> outcome) => outcome.Exception switch
    {
        DaytonaConnectionException { Failure: ConnectionFailure.Broken } => true,
        null => outcome.Result!.Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout,
        _ => false,
    };

    private sealed record Exchange(Method Method, string Path, string? Body, Type? Expected, IClientObserver? Observer)
    {
        public string Verb => Method.ToString().ToUpperInvariant();

        // A second creation could be a second snapshot; reading and removing twice is the same as once.
        public bool Repeatable => Method is Method.Get or Method.Delete;

        public RestRequest CreateRequest()
        {
            var request = new RestRequest(Path, Method);
            if (Body is not null) request.AddStringBody(Body, ContentType.Json);
            return request;
        }
    }
}

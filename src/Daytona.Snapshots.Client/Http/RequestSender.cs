using System.Diagnostics;
using System.Globalization;
using System.Net;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The one place from where requests go to the service: it signs them, lets the first go alone, waits at a rate limit,
/// repeats what may be repeated, tells the observer, and turns every failure into one of this library's exceptions.
/// </summary>
internal sealed partial class RequestSender : IDisposable
{
    // Where a 429 does not say for how long, waits grow to this, and there is an end to them.
    private static readonly TimeSpan LongestGuess = TimeSpan.FromSeconds(30);
    private const int MostGuesses = 8;

    private readonly DaytonaClientOptions _options;
    private readonly HttpClient _connections;
    private readonly RestClient _http;
    private readonly FirstRequestGate _gate;
    private readonly RateLimitPause _pause;
    private readonly TimeProvider _time;

    public RequestSender(DaytonaClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
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
        Task<Answer> first = SendOnceAsync(exchange, cancellationToken);
        await Task.WhenAny(first).ConfigureAwait(false);
        return exchange.Repeatable && Retry.MaySucceed(first)
            ? await Retry.RunAsync(first, token => SendOnceAsync(exchange, token), exchange.Observer, _time, cancellationToken)
                .ConfigureAwait(false)
            : await first.ConfigureAwait(false);
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

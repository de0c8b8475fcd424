using System.Diagnostics;
using System.Globalization;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The one place from which requests go to the service: it authorizes them, sends the first on its own, waits at a rate limit,
/// retries what may be retried, notifies the observer, and turns every failure into one of this library's exceptions.
/// </summary>
internal sealed class RequestSender : IDisposable
{
    // The pauses at a 429 that does not say how long it lasts.
    private static readonly Backoff Guesses = new() { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(30) };
    private const int MaxGuesses = 8;

    private readonly DaytonaClientOptions _options;
    private readonly ServiceProxy _proxy;
    private readonly RestClient _http;
    private readonly FirstRequestGate _gate;
    private readonly RateLimitPause _pause;
    private readonly TimeProvider _time;

    public RequestSender(DaytonaClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Clock = new ServiceClock(time);
        _gate = new FirstRequestGate(time);
        _pause = new RateLimitPause(time);
        _proxy = new ServiceProxy(options);
        _http = new RestClient(
            HttpConnections.Create(_proxy, options),
            new RestClientOptions(options.ApiUrl)
            {
                UserAgent = options.UserAgent,
                FollowRedirects = false,
                // The limits are this library's own, so that a followed log may last as long as its build.
                Timeout = Timeout.InfiniteTimeSpan,
            },
            disposeHttpClient: true);
        _http.AddDefaultHeader("Authorization", "Bearer " + options.Credential.Reveal());
#if !NET
        _http.AddDefaultHeader("Accept-Encoding", "gzip");
#endif
        _http.AddDefaultHeader("X-Daytona-Source", options.Source);
        if (options.OrganizationId is { } organization) _http.AddDefaultHeader("X-Daytona-Organization-ID", organization);
    }

    /// <summary>The service's clock.</summary>
    public ServiceClock Clock { get; }

    /// <summary>Sends a request until it succeeds, fails for good, or its time limit expires, and reads its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body of a successful response.</param>
    /// <param name="patience">The failures after which the request is sent again, and the observer of attempts and waits.</param>
    /// <exception cref="DaytonaApiException">The service responded with an error.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached, or must not be sent a credential.</exception>
    /// <exception cref="UnexpectedResponseException">The response is not as the contract says.</exception>
    public Task<T> SendAsync<T>(
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        OutagePatience patience,
        CancellationToken cancellationToken)
    {
        Uri url = _http.BuildUri(new RestRequest(request.Resource));
        var deadline = new Deadline(request.Timeout ?? _options.OperationTimeout, _time);
        int guesses = 0, failures = 0;
        // Whether the service may have begun the request, in an attempt that failed.
        bool wasLeftOpen = false;
        return OutagePatience.Schedule.RunAsync(
            token => SendOnceAsync(request, url, read, patience, wasLeftOpen, token),
            FindRepetition,
            deadline,
            cancellationToken,
            patience.Report,
            exception => ToException(exception, url));

        // The service has not begun a request at a rate limit.
        Repetition? FindRepetition(Exception exception)
        {
            if (exception is not DaytonaException failure) return null;
            wasLeftOpen |= failure.LeavesOutcomeOpen;
            patience.NoteFailure(request, failure);
            if (failure is not DaytonaApiException api || !IsRateLimit(api))
            {
                return patience.Passes(request, failure, ++failures) ? Repetition.Scheduled with { LeavesOutcomeOpen = wasLeftOpen } : null;
            }

            TimeSpan wait = api.RetryAfter ?? Guesses.DelayAfter(++guesses);
            if (guesses > MaxGuesses || !deadline.Fits(wait)) return null;
            _pause.Begin(wait);
            // The pause is waited for before the request, and says nothing about an outage.
            return Repetition.AtOnce;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private void ThrowIfRefused(Uri url)
    {
        if (DaytonaUrl.IsDaytonaV2(url)) throw DaytonaVersion.Unsupported(url);
        if (DaytonaUrl.Validate(url, _options.AllowInsecure) is { } problem) throw new DaytonaConnectionException(ConnectionFailure.InsecureUrl, problem);
    }

    private async Task<T> SendOnceAsync<T>(
        ApiRequest request,
        Uri url,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        OutagePatience patience,
        bool wasLeftOpen,
        CancellationToken cancellationToken)
    {
        ThrowIfRefused(url);
        IClientObserver? observer = patience.Observer;
        using IDisposable? turn = await AwaitTurnAsync(request, observer, wasLeftOpen, cancellationToken).ConfigureAwait(false);
        // The time of the transport is real.
        using Deadline.Work work = new Deadline(request.Timeout ?? _options.RequestTimeout, TimeProvider.System).Begin(cancellationToken);
        using var silence = new SilenceWarning(url.Host, request.MayTakeLong ? null : observer, _time);
        var reception = new ResponseReception<T>(request, read, _options.Credential, _proxy.Describe(url), Clock);
        var watch = Stopwatch.StartNew();
        try
        {
            RestResponse response = await _http.ExecuteAsync(request.ToRestRequest(reception), work.Token).ConfigureAwait(false);
            if (reception.Response is not { } found) throw response.ErrorException ?? new IOException("There is no response.");
            _gate.Note(request);
            patience.NoteSuccess(request);
            return found.Value;
        }
        catch (DaytonaApiException exception) when (!work.Token.IsCancellationRequested)
        {
            _gate.Note(request, exception);
            throw;
        }
        // Those of the transport are of many types, and differ between the frameworks.
        catch (Exception exception) when (exception is not DaytonaException || work.Token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ToException(work.HasExpired ? new OperationCanceledException(exception.Message, exception, work.Token) : exception, url);
        }
        finally
        {
            string outcome = reception.Status is { } status ? ((int)status).ToString(CultureInfo.InvariantCulture) : "no response";
            observer?.OnRequest($"{request.Verb} {url} {outcome} in {watch.ElapsedMilliseconds} ms");
        }
    }

    // Until the request is sent, its cancellation leaves open only what an attempt before it left open.
    private async Task<IDisposable?> AwaitTurnAsync(ApiRequest request, IClientObserver? observer, bool wasLeftOpen, CancellationToken cancellationToken)
    {
        IDisposable? turn = null;
        try
        {
            turn = await _gate.EnterAsync(request, cancellationToken).ConfigureAwait(false);
            await _pause.WaitAsync(observer, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch (OperationCanceledException exception)
        {
            turn?.Dispose();
            if (wasLeftOpen) throw;
            throw new RequestUnsentException(exception);
        }
    }

    // An address that is blocked for failed logins is unblocked sooner if nothing is sent, unless the key is known to be valid.
    private bool IsRateLimit(DaytonaApiException exception) =>
        exception.Reason == ApiErrorReason.RateLimited || (exception.Reason == ApiErrorReason.AddressBlocked && _gate.IsOpen);

    private DaytonaConnectionException ToException(Exception exception, Uri url) =>
        ConnectionFailureClassifier.ToException(exception, url, _proxy.Describe(url));
}

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
    private readonly DaytonaClientOptions _options;
    private readonly ServiceProxy _proxy;
    private readonly RestClient _http;
    private readonly FirstRequestGate _gate;
    private readonly RequestRetry _retry;
    private readonly TimeProvider _time;

    public RequestSender(DaytonaClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Clock = new ServiceClock(time);
        _gate = new FirstRequestGate(time);
        _retry = new RequestRetry(new RateLimitPause(time));
        _proxy = new ServiceProxy(options);
        _http = new RestClient(
            HttpConnections.Create(_proxy, options.SkipCertificateCheck, options.WrapHandler),
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

    /// <summary>Sends a request and reads its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body of a successful response.</param>
    /// <param name="patience">The failures after which the request is sent again.</param>
    /// <param name="observer">Notified of each attempt and wait; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="DaytonaApiException">The service responded with an error.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached, or must not be sent a credential.</exception>
    /// <exception cref="UnexpectedResponseException">The response is not as the contract says.</exception>
    public async Task<ApiResponse<T>> SendAsync<T>(
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        OutagePatience patience,
        IClientObserver? observer,
        CancellationToken cancellationToken)
    {
        Uri url = _http.BuildUri(request.ToRestRequest());
        ThrowIfRefused(url);
        var deadline = new Deadline(request.Timeout ?? _options.OperationTimeout, _time);
        bool isOpen = false;
        try
        {
            // The retries have the limit themselves, and know what failed before it expired.
            return await deadline.RunAsync(
                token => _gate.PassAsync(
                    request,
                    () => _retry.RunAsync(
                        request, SendAsync, () => _gate.IsOpen, patience, observer, deadline, exception => ToException(exception, url), cancellationToken),
                    token),
                cancellationToken,
                exception => ToException(exception, url)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!isOpen)
        {
            throw new RequestUnsentException(exception);
        }

        async Task<ApiResponse<T>> SendAsync(CancellationToken token)
        {
            bool wasOpen = isOpen;
            isOpen = true;
            try
            {
                return await SendOnceAsync(request, url, read, observer, token).ConfigureAwait(false);
            }
            catch (DaytonaException exception)
            {
                isOpen = wasOpen || exception.LeavesOutcomeOpen;
                throw;
            }
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
        if (DaytonaUrl.Validate(url, _options.AllowInsecure) is { } problem)
        {
            throw new DaytonaConnectionException(problem) { Failure = ConnectionFailure.InsecureUrl };
        }
    }

    private async Task<ApiResponse<T>> SendOnceAsync<T>(
        ApiRequest request,
        Uri url,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        IClientObserver? observer,
        CancellationToken cancellationToken)
    {
        using var silence = new SilenceWarning(url.Host, request.MayTakeLong ? null : observer, _time);
        // The time of the transport is real.
        var limit = new Deadline(request.Timeout ?? _options.RequestTimeout, TimeProvider.System);
        var reception = new ResponseReception<T>(request, read, _options.Credential, _proxy.Describe(url), Clock);
        var watch = Stopwatch.StartNew();
        try
        {
            return await limit.RunAsync(token => ExecuteAsync(request, url, reception, token), cancellationToken, exception => ToException(exception, url))
                .ConfigureAwait(false);
        }
        finally
        {
            string outcome = reception.Status is { } status ? ((int)status).ToString(CultureInfo.InvariantCulture) : "no response";
            observer?.OnRequest($"{request.Verb} {url} {outcome} in {watch.ElapsedMilliseconds} ms");
        }
    }

    private async Task<ApiResponse<T>> ExecuteAsync<T>(ApiRequest request, Uri url, ResponseReception<T> reception, CancellationToken cancellationToken)
    {
        try
        {
            RestResponse response = await _http.ExecuteAsync(reception.Prepare(request.ToRestRequest()), cancellationToken).ConfigureAwait(false);
            return reception.Response ?? throw response.ErrorException ?? new IOException("There is no response.");
        }
        // Those of the transport are of many types, and differ between the frameworks.
        catch (Exception exception) when (exception is not DaytonaException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ToException(exception, url);
        }
    }

    private DaytonaConnectionException ToException(Exception exception, Uri url) =>
        ConnectionFailureClassifier.ToException(exception, url, _proxy.Describe(url));
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Sends requests to one repository of a registry. Uses HttpClient directly, because RestSharp would read a body into memory
/// before it sends it.
/// </summary>
internal sealed class RegistryConnection : IDisposable
{
    // Redirects, and headers that other requests have replaced.
    private const int MaxAttempts = 8;

    // Errors and tokens are short.
    private const int MaxResponseLength = 1024 * 1024;

    private const int PermanentRedirect = 308;

    private readonly ServiceProxy _proxy;
    private readonly TimeSpan _responseTimeout;
    private readonly HttpClient _http;
    private readonly RegistryAuthentication _authentication;
    private readonly IClientObserver? _observer;
    private readonly TimeProvider _time;

    /// <summary>Prepares a connection to a repository of the project, with access that is renewed when it expires.</summary>
    public RegistryConnection(
        RegistryPushAccess access,
        string name,
        Func<CancellationToken, Task<RegistryPushAccess>> renewAccess,
        DaytonaClientOptions options,
        IClientObserver? observer,
        TimeProvider time)
    {
        Registry = RegistryAddress.Parse(access.RegistryUrl);
        Repository = RegistryAddress.Repository(Registry, access.Project, name);
        _proxy = new ServiceProxy(options);
        _responseTimeout = options.SilenceTimeout;
        _observer = observer;
        _time = time;
        _http = HttpConnections.Create(_proxy, options);
        _http.MaxResponseContentBufferSize = MaxResponseLength;
        _authentication = new RegistryAuthentication((request, token) => SendOnceAsync(request, token), access, renewAccess, Repository, time);
    }

    /// <summary>The registry's address.</summary>
    public Uri Registry { get; }

    /// <summary>The repository, with the project.</summary>
    public string Repository { get; }

    /// <summary>The URL of something in the repository.</summary>
    /// <param name="path">Such as <c>blobs/uploads/</c>.</param>
    public Uri UrlOf(string path) => new(Registry, $"/v2/{Repository}/{path}");

    /// <summary>Checks that a registry responds and accepts the credentials.</summary>
    public async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get, new Uri(Registry, "/v2/"), "answer", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await ReadErrorAsync(response, "answer").ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            throw new RegistryException(RegistryFailure.NotARegistry, $"{Registry.Authority} is not a registry: it returns a web page.");
        }

        return true;
    }

    /// <summary>Whether the repository has something, such as <c>blobs/sha256:1f…</c>.</summary>
    public async Task<bool> HasAsync(string path, string action, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Head, UrlOf(path), action, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound) return false;
        // A registry in front of an object storage redirects readers to it.
        if (response.IsSuccessStatusCode || (int)response.StatusCode is >= 300 and < 400) return true;
        throw await ReadErrorAsync(response, action).ConfigureAwait(false);
    }

    /// <summary>Sends a request, and again if it was redirected or only its authentication was refused.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL, of the registry or of another host that it has named.</param>
    /// <param name="action">The action for an error, such as <c>take a layer</c>.</param>
    /// <param name="content">Makes the body, and is given what it must call while the body is sent; null for none.</param>
    /// <param name="timeout">The time limit for the response, or for accepting the next bytes of the body; null for the usual one.</param>
    /// <returns>The response with any status, except for authentication errors.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri url, string action, CancellationToken cancellationToken, Func<Action, HttpContent>? content = null, TimeSpan? timeout = null)
    {
        bool hasNewHeader = false;
        for (int attempts = 1; ; attempts++)
        {
            AuthenticationHeaderValue? header = IsOfRegistry(url) ? await _authentication.GetHeaderAsync(cancellationToken).ConfigureAwait(false) : null;
            using var request = new HttpRequestMessage(method, url) { Headers = { Authorization = header } };
            // Without it, some registries deny manifests of the newer type.
            if (method == HttpMethod.Head) request.Headers.TryAddWithoutValidation("Accept", $"{MediaTypes.OciManifest}, {MediaTypes.DockerManifest}, */*");
            HttpResponseMessage response = await SendOnceAsync(request, cancellationToken, content, timeout).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            // A temporary redirect of a HEAD leads to the object storage, which can't be asked by HEAD.
            bool isRedirect = status == PermanentRedirect || (status == (int)HttpStatusCode.TemporaryRedirect && method != HttpMethod.Head);
            if (!isRedirect && status is not (401 or 403)) return response;

            using (response)
            {
                bool isLast = attempts == MaxAttempts;
                if (!isLast && isRedirect && RegistryAddress.LocationOf(response) is { } location)
                {
                    url = location;
                }
                else if (!isLast && status == 401 && !hasNewHeader && IsOfRegistry(url) && AuthenticationChallenge.Read(response) is { } challenge)
                {
                    hasNewHeader = await _authentication.ReplaceAsync(header, challenge, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    throw await ReadErrorAsync(response, action).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The exception for an unexpected response.</summary>
    public Task<RegistryException> ReadErrorAsync(HttpResponseMessage response, string action) => RegistryError.ReadAsync(
        response, IsOfRegistry(response.RequestMessage!.RequestUri!) ? "The registry" : "The registry's storage", action, _authentication.Secret);
    public void Dispose()
    {
        _http.Dispose();
        _authentication.Dispose();
    }

    private bool IsOfRegistry(Uri url) => url.Scheme == Registry.Scheme && url.Authority == Registry.Authority;

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, Func<Action, HttpContent>? content = null, TimeSpan? timeout = null)
    {
        Uri url = request.RequestUri!;
        var silence = new Deadline(timeout ?? _responseTimeout, _time);
        using var warning = new SilenceWarning(url.Authority, _observer, _time);
        request.Content = content?.Invoke(Restart);
        var watch = Stopwatch.StartNew();
        string outcome = "no answer";
        try
        {
            HttpResponseMessage response = await silence.RunAsync(
                token => _http.SendAsync(request, token), cancellationToken, static exception => exception).ConfigureAwait(false);
            outcome = $"{(int)response.StatusCode}";
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                response.Dispose();
                throw ConnectionFailureClassifier.ProxyAuthenticationRequired(_proxy.Describe(url));
            }

            return response;
        }
        catch (Exception exception) when (exception.GetBaseException() is LocalImageException unreadable)
        {
            throw unreadable;
        }
        // Those of the transport are of many types, and differ between the frameworks.
        catch (Exception exception) when (exception is not DaytonaException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFailureClassifier.ToException(exception, url, _proxy.Describe(url));
        }
        finally
        {
            // The query of an upload is the registry's own state, and can be a signature.
            _observer?.OnRequest($"{request.Method} {url.GetLeftPart(UriPartial.Path)} {outcome} in {watch.ElapsedMilliseconds} ms");
        }

        void Restart()
        {
            silence.Restart();
            warning.Restart();
        }
    }
}

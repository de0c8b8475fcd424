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
    // With an expired header, with the one by which another request has replaced it, and with a new one.
    private const int MaxAttempts = 3;

    // Errors and tokens are short.
    private const int MaxResponseLength = 1024 * 1024;

    private readonly RegistryNetwork _network;
    private readonly HttpClient _http;
    private readonly RegistryAuthentication _authentication;
    private readonly IClientObserver? _observer;
    private readonly TimeProvider _time;

    public RegistryConnection(
        Uri registry,
        string repository,
        RegistryPushAccess access,
        ImagePublishOptions options,
        RegistryNetwork network,
        IClientObserver? observer,
        TimeProvider time)
    {
        _network = network;
        _http = network.CreateClient();
        Registry = registry;
        Repository = repository;
        _observer = observer;
        _time = time;
        _http.MaxResponseContentBufferSize = MaxResponseLength;
        MountFrom = [.. options.MountFrom
            .Select(name => RegistryAddress.Repository(registry, access.Project, name))
            .Where(other => other != repository)];
        IEnumerable<string> scopes = MountFrom.Select(static other => $"repository:{other}:pull").Prepend($"repository:{repository}:pull,push");
        _authentication = new RegistryAuthentication(
            _http,
            access,
            options.RenewAccess,
            string.Join("&", scopes.Select(static scope => "scope=" + Uri.EscapeDataString(scope))),
            network,
            time);
    }

    /// <summary>The registry's address.</summary>
    public Uri Registry { get; }

    /// <summary>The repository, with the project.</summary>
    public string Repository { get; }

    /// <summary>The repositories that layers may be taken from, with the project.</summary>
    public IReadOnlyList<string> MountFrom { get; }

    /// <summary>The time limit for a response, or for accepting the next bytes of a body.</summary>
    public TimeSpan ResponseTimeout => _network.ResponseTimeout;

    /// <summary>The URL of something in the repository.</summary>
    /// <param name="path">Such as <c>blobs/uploads/</c>.</param>
    public Uri UrlOf(string path) => new(Registry, $"/v2/{Repository}/{path}");

    /// <summary>Checks that a registry responds and accepts the credentials.</summary>
    /// <returns>True.</returns>
    public async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get, new Uri(Registry, "/v2/"), "answer", cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) throw await ReadErrorAsync(response, "answer").ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            throw new RegistryException(RegistryFailure.NotARegistry, $"{Registry.Authority} is not a registry: it returns a web page.");
        }

        return true;
    }

    /// <summary>Whether the repository has content of a digest.</summary>
    public async Task<bool> HasBlobAsync(Digest digest, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Head, UrlOf($"blobs/{digest}"), "look for a layer", cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            // A registry in front of an object storage redirects readers to it.
            HttpStatusCode.OK or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect => true,
            HttpStatusCode.NotFound => false,
            _ => throw await ReadErrorAsync(response, "look for a layer").ConfigureAwait(false),
        };
    }

    /// <summary>Sends a request without a body.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string action, CancellationToken cancellationToken) =>
        SendAsync(method, url, action, ResponseTimeout, static _ => null, cancellationToken);

    /// <summary>Sends a request, and again if only its authentication was refused.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The full URL. Credentials go only to the registry itself.</param>
    /// <param name="action">The requested action, for errors.</param>
    /// <param name="timeout">How long the registry may be silent.</param>
    /// <param name="content">Makes the body, given what it must call while it is sent.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <returns>The response with any status, except for authentication errors.</returns>
    /// <exception cref="RegistryException">The registry refuses the credentials.</exception>
    /// <exception cref="DaytonaConnectionException">The registry can't be reached, or the connection broke.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri url, string action, TimeSpan timeout, Func<Action, HttpContent?> content, CancellationToken cancellationToken)
    {
        for (int attempts = 1; ; attempts++)
        {
            (HttpResponseMessage response, AuthenticationHeaderValue? header) = await SendOnceAsync(
                method, url, timeout, content, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                _authentication.Accept(header);
                return response;
            }

            using (response)
            {
                if (attempts == MaxAttempts
                    || response.StatusCode == HttpStatusCode.Forbidden
                    || AuthenticationChallenge.Read(response) is not { } challenge
                    || !await _authentication.ReplaceAsync(header, challenge, cancellationToken).ConfigureAwait(false))
                {
                    throw await ReadErrorAsync(response, action).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The exception for an unexpected response.</summary>
    public Task<RegistryException> ReadErrorAsync(HttpResponseMessage response, string action) =>
        RegistryError.ReadAsync(response, Registry, action, _authentication.Secret);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _authentication.Dispose();
    }

    private async Task<(HttpResponseMessage Response, AuthenticationHeaderValue? Header)> SendOnceAsync(
        HttpMethod method, Uri url, TimeSpan timeout, Func<Action, HttpContent?> content, CancellationToken cancellationToken)
    {
        // Never disposed, because its timer may still run.
        var silence = new CancellationTokenSource();
        using ITimer timer = _time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), silence, timeout, Timeout.InfiniteTimeSpan);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var watch = Stopwatch.StartNew();
        string outcome = "no answer";
        try
        {
            bool ours = url.Scheme == Registry.Scheme && url.Authority == Registry.Authority;
            AuthenticationHeaderValue? header = ours ? await _authentication.GetHeaderAsync(limit.Token).ConfigureAwait(false) : null;
            using var request = new HttpRequestMessage(method, url) { Content = content(() => timer.Change(timeout, Timeout.InfiniteTimeSpan)) };
            request.Headers.Authorization = header;
            HttpResponseMessage response = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
            outcome = $"{(int)response.StatusCode}";
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                response.Dispose();
                throw ConnectionFailureClassifier.ProxyAuthenticationRequired(_network.DescribeProxy(url));
            }

            return (response, header);
        }
        // Those of the transport are of many types, and differ between the frameworks.
        catch (Exception exception) when (exception is not DaytonaException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFailureClassifier.ToException(exception, Registry, _network.DescribeProxy(Registry));
        }
        finally
        {
            // The query of an upload is the registry's own state, and can be a signature.
            _observer?.OnRequest($"{method} {url.GetLeftPart(UriPartial.Path)} {outcome} in {watch.ElapsedMilliseconds} ms");
        }
    }
}

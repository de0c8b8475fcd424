using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Daytona.Snapshots.Client.Http;
using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Authenticates requests as the registry requires, and again when a token or the credentials expire.</summary>
internal sealed class RegistryAuthentication(
    HttpClient http,
    RegistryPushAccess access,
    Func<CancellationToken, Task<RegistryPushAccess>>? renewAccess,
    string scope,
    RegistryNetwork network,
    TimeProvider time) : IDisposable
{
    // A request that begins with a valid token may arrive a little later.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _changing = new(1, 1);
    private RegistryPushAccess _access = access;
    private AuthenticationChallenge? _challenge;
    private AuthenticationHeaderValue? _header;
    private DateTimeOffset _expires = DateTimeOffset.MaxValue;
    private bool _accepted;

    /// <summary>The current password.</summary>
    public Secret Secret => _access.Secret;

    /// <summary>The header for a request; null before the registry has demanded one.</summary>
    public async Task<AuthenticationHeaderValue?> GetHeaderAsync(CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? header = _header;
        if (time.GetUtcNow() < _expires) return header;

        await ReplaceAsync(header, _challenge!, cancellationToken).ConfigureAwait(false);
        return _header;
    }

    /// <summary>Remembers that the registry took a request with this header.</summary>
    public void Accept(AuthenticationHeaderValue? header) => _accepted |= header is not null && ReferenceEquals(header, _header);

    /// <summary>Replaces a header that the registry refused.</summary>
    /// <returns>False if there is no other.</returns>
    public async Task<bool> ReplaceAsync(AuthenticationHeaderValue? refused, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Requests run in parallel, and another may have replaced it already.
            if (!ReferenceEquals(_header, refused)) return true;
            if (refused is not null && !_accepted) return false;

            bool renewed = refused is not null && challenge.Realm is null && await RenewAsync(cancellationToken).ConfigureAwait(false);
            if (refused is not null && challenge.Realm is null && !renewed) return false;

            AuthenticationHeaderValue? header = await CreateAsync(challenge, cancellationToken).ConfigureAwait(false);
            if (header is null && refused is not null && await RenewAsync(cancellationToken).ConfigureAwait(false))
            {
                header = await CreateAsync(challenge, cancellationToken).ConfigureAwait(false);
            }

            if (header is null) return false;

            (_header, _challenge, _accepted) = (header, challenge, false);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        if (renewAccess is null) return false;
        _access = await renewAccess(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<AuthenticationHeaderValue?> CreateAsync(AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        var password = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_access.Username}:{_access.Secret.Reveal()}")));
        return challenge.Realm is null ? password : await GetTokenAsync(challenge, password, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null if the token service refuses the password.</returns>
    private async Task<AuthenticationHeaderValue?> GetTokenAsync(
        AuthenticationChallenge challenge, AuthenticationHeaderValue password, CancellationToken cancellationToken)
    {
        Uri realm = challenge.Realm!;
        if (!RegistryAddress.IsSafe(realm) || realm.UserInfo.Length > 0)
        {
            throw new RegistryException(
                RegistryFailure.InvalidAddress,
                realm.Scheme == Uri.UriSchemeHttp && realm.UserInfo.Length == 0
                    ? $"The registry's token service at {realm.Authority} is plain http, which would expose the password on the network."
                    : "The registry names a token service whose URL is not valid. It must begin with https and contain no user name.");
        }

        string service = challenge.Service is null ? "" : $"service={Uri.EscapeDataString(challenge.Service)}&";
        var url = new UriBuilder(realm) { Query = $"{realm.Query.TrimStart('?')}&{service}{scope}".TrimStart('&') }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Authorization = password } };
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) return null;
        if (!response.IsSuccessStatusCode) throw await RegistryError.ReadAsync(response, realm, "give a token", Secret).ConfigureAwait(false);

        RegistryToken? token = await ReadTokenAsync(response, cancellationToken).ConfigureAwait(false);
        if ((token?.Token ?? token?.AccessToken) is not { Length: > 0 } value || !HeaderValue.Fits(value))
        {
            throw new RegistryException(RegistryFailure.NotARegistry, $"{realm.Authority} did not return a token.");
        }

        TimeSpan lifetime = token!.ExpiresIn is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        _expires = time.GetUtcNow() + (lifetime > Margin + Margin ? lifetime - Margin : lifetime);
        return new AuthenticationHeaderValue("Bearer", value);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource silence = time.CreateCancellationTokenSource(network.ResponseTimeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            return await http.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        // Those of the transport are of many types, and differ between the frameworks.
        catch (Exception exception) when (exception is not DaytonaException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFailureClassifier.ToException(exception, request.RequestUri!, network.DescribeProxy(request.RequestUri!));
        }
    }

    private static async Task<RegistryToken?> ReadTokenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonConvert.DeserializeObject<RegistryToken>(await response.Content.ReadTextAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

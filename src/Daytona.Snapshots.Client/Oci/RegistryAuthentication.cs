using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Authenticates requests as the registry requires, and again when a token or the credentials expire.</summary>
internal sealed class RegistryAuthentication(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
    RegistryPushAccess access,
    Func<CancellationToken, Task<RegistryPushAccess>> renewAccess,
    string repository,
    TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    // A request that begins with a valid token may arrive a little later.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changing = new(1, 1);
    private RegistryPushAccess _access = access;
    private AuthenticationChallenge? _challenge;
    private AuthenticationHeaderValue? _header;
    private DateTimeOffset _expires = DateTimeOffset.MaxValue;

    /// <summary>The current password.</summary>
    public Secret Secret => _access.Secret;

    /// <summary>The header for a request; null before the registry has demanded one.</summary>
    public async Task<AuthenticationHeaderValue?> GetHeaderAsync(CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? header = _header;
        if (time.GetUtcNow() >= _expires) await ReplaceAsync(header, _challenge!, cancellationToken).ConfigureAwait(false);
        return _header;
    }

    /// <summary>Replaces a header that the registry refused, unless another request has replaced it already.</summary>
    /// <returns>Whether this call made the current header.</returns>
    /// <exception cref="RegistryException">There is no other.</exception>
    public async Task<bool> ReplaceAsync(AuthenticationHeaderValue? refused, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(_header, refused)) return false;
            // A refused password is not sent again, but the service may issue another.
            if (refused is { Scheme: "Basic" }) _access = await renewAccess(cancellationToken).ConfigureAwait(false);
            _header = await CreateAsync(challenge, cancellationToken).ConfigureAwait(false);
            _challenge = challenge;
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private async Task<AuthenticationHeaderValue> CreateAsync(AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        _expires = DateTimeOffset.MaxValue;
        if (challenge.Realm is not { } realm) return Password();

        HttpResponseMessage response = await RequestTokenAsync(realm, challenge.Service, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized && _header is not null)
        {
            response.Dispose();
            _access = await renewAccess(cancellationToken).ConfigureAwait(false);
            response = await RequestTokenAsync(realm, challenge.Service, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            if (!response.IsSuccessStatusCode) throw await RegistryError.ReadAsync(response, "The token service", "give a token", Secret).ConfigureAwait(false);
            JObject? body = ServiceJson.TryParse(await response.Content.ReadTextAsync(cancellationToken).ConfigureAwait(false));
            // Services use two names for it.
            string? token = Text(body?["token"]) ?? Text(body?["access_token"]);
            if (token is null || !Secret.FitsHeader(token))
            {
                throw new RegistryException(RegistryFailure.NotARegistry, $"The token service {realm.Authority} did not return a token.");
            }

            TimeSpan lifetime = LifetimeOf(body!["expires_in"]);
            _expires = time.GetUtcNow() + (lifetime > Margin + Margin ? lifetime - Margin : lifetime);
            return new AuthenticationHeaderValue("Bearer", token);
        }
    }

    private static string? Text(JToken? token) => token is JValue { Value: string { Length: > 0 } text } ? text : null;

    // Services write it in several forms.
    private static TimeSpan LifetimeOf(JToken? seconds) =>
        double.TryParse(seconds?.ToString(Formatting.None).Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out double lifetime) && lifetime > 0
            ? TimeSpan.FromSeconds(Math.Min(lifetime, MaxLifetime.TotalSeconds))
            : DefaultLifetime;

    private AuthenticationHeaderValue Password() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_access.Username}:{_access.Secret.Reveal()}")));

    private async Task<HttpResponseMessage> RequestTokenAsync(Uri realm, string? service, CancellationToken cancellationToken)
    {
        string query = service is null ? "" : $"service={Uri.EscapeDataString(service)}&";
        string scope = $"scope={Uri.EscapeDataString($"repository:{repository}:pull,push")}";
        var url = new UriBuilder(realm) { Query = $"{realm.Query.TrimStart('?')}&{query}{scope}".TrimStart('&') }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Authorization = Password() } };
        return await send(request, cancellationToken).ConfigureAwait(false);
    }
}

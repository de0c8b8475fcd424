using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>How a registry wants requests to be authenticated.</summary>
/// <param name="Realm">The token service; null if the registry takes the user name and the password themselves.</param>
/// <param name="Service">The registry's name in the token service; null if it has none.</param>
internal sealed record AuthenticationChallenge(Uri? Realm, string? Service)
{
    private static readonly Regex Parameter = new("""(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))""", RegexOptions.CultureInvariant);

    /// <summary>Reads the challenges of a response. A token comes before a password, unless no token can be requested.</summary>
    /// <returns>The challenge, or null if this client supports none.</returns>
    /// <exception cref="RegistryException">The password must not be sent to the token service.</exception>
    public static AuthenticationChallenge? Read(HttpResponseMessage response)
    {
        AuthenticationHeaderValue? bearer = Find(response, "Bearer");
        bool takesPassword = Find(response, "Basic") is not null;
        Uri? realm = bearer is not null
            && ParameterOf(bearer, "realm") is { Length: > 0 } text
            && Uri.TryCreate(response.RequestMessage!.RequestUri!, text, out Uri? url) ? url : null;
        bool isSafe = realm is not null && RegistryAddress.IsSafe(realm) && realm.UserInfo.Length == 0;
        if (isSafe) return new AuthenticationChallenge(realm, ParameterOf(bearer!, "service"));
        if (takesPassword) return new AuthenticationChallenge(null, null);
        if (realm is null) return null;
        throw new RegistryException(
            RegistryFailure.InvalidAddress,
            realm.Scheme == Uri.UriSchemeHttp && realm.UserInfo.Length == 0
                ? $"The registry's token service at {realm.Authority} is plain http, which would expose the password on the network."
                : "The registry names a token service whose URL is not valid. It must begin with https and contain no user name.");
    }

    private static AuthenticationHeaderValue? Find(HttpResponseMessage response, string scheme) =>
        response.Headers.WwwAuthenticate.FirstOrDefault(value => value.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));

    private static string? ParameterOf(AuthenticationHeaderValue challenge, string name) =>
        Parameter.Matches(challenge.Parameter ?? "")
            .Cast<Match>()
            .Where(match => match.Groups[1].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(static match => match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value)
            .FirstOrDefault();
}

/// <summary>A token of a registry's token service.</summary>
/// <param name="Value">The token.</param>
/// <param name="Lifetime">The time for which it is valid.</param>
internal sealed record RegistryToken(string Value, TimeSpan Lifetime)
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    /// <summary>Reads a response, in which services use two names for the token and several forms for its lifetime.</summary>
    /// <returns>The token, or null if there is none.</returns>
    public static RegistryToken? Read(string json)
    {
        try
        {
            var body = JObject.Parse(json);
            string? value = Text(body, "token") ?? Text(body, "access_token");
            bool hasLifetime = double.TryParse(
                body["expires_in"]?.ToString(Formatting.None).Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0;
            TimeSpan lifetime = hasLifetime ? TimeSpan.FromSeconds(Math.Min(seconds, MaxLifetime.TotalSeconds)) : DefaultLifetime;
            return value is not null && HeaderValue.Fits(value) ? new RegistryToken(value, lifetime) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject body, string name) =>
        body[name] is { Type: JTokenType.String } token && (string?)token is { Length: > 0 } text ? text : null;
}

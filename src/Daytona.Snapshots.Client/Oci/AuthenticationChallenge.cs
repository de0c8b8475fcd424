using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>How a registry wants requests to be authenticated.</summary>
/// <param name="Realm">The token service; null if the registry takes the user name and the password themselves.</param>
/// <param name="Service">The registry's name in the token service; null if it has none.</param>
internal sealed record AuthenticationChallenge(Uri? Realm, string? Service)
{
    private static readonly Regex Parameter = new("""(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))""", RegexOptions.CultureInvariant);

    /// <summary>Reads the challenges of a response. A token comes before a password.</summary>
    /// <returns>The challenge, or null if this client supports none.</returns>
    public static AuthenticationChallenge? Read(HttpResponseMessage response)
    {
        AuthenticationHeaderValue? bearer = Find(response, "Bearer");
        if (bearer is null) return Find(response, "Basic") is null ? null : new AuthenticationChallenge(null, null);

        string? realm = ParameterOf(bearer, "realm");
        return Uri.TryCreate(realm, UriKind.Absolute, out Uri? url)
            ? new AuthenticationChallenge(url, ParameterOf(bearer, "service"))
            : null;
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

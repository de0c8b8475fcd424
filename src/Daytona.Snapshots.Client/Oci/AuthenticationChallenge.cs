using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>How a registry wants requests to be authenticated.</summary>
/// <param name="Realm">The token service; null if the registry takes the user name and the password themselves.</param>
/// <param name="Service">The registry's name in the token service; null if it has none.</param>
internal sealed record AuthenticationChallenge(Uri? Realm, string? Service)
{
    private static readonly Regex Parameter = new("""(?<name>\w+)\s*=\s*(?:"(?<value>[^"]*)"|(?<value>[^\s,]+))""", RegexOptions.CultureInvariant);

    /// <summary>Reads the challenges of a response. A token comes before a password, unless no token can be requested.</summary>
    /// <returns>The challenge, or null if this client supports none.</returns>
    /// <exception cref="RegistryException">The password must not be sent to the token service.</exception>
    public static AuthenticationChallenge? Read(HttpResponseMessage response)
    {
        AuthenticationHeaderValue? bearer = Find(response, "Bearer");
        Uri? realm = ParameterOf(bearer, "realm") is { Length: > 0 } text && Uri.TryCreate(response.RequestMessage!.RequestUri!, text, out Uri? url) ? url : null;
        if (realm is { UserInfo: "" } && RegistryAddress.IsSafe(realm)) return new AuthenticationChallenge(realm, ParameterOf(bearer, "service"));
        if (Find(response, "Basic") is not null) return new AuthenticationChallenge(null, null);
        if (realm is null) return null;
        throw new RegistryException(
            RegistryFailure.InvalidAddress,
            realm.Scheme == Uri.UriSchemeHttp && realm.UserInfo.Length == 0
                ? $"The registry's token service at {realm.Authority} is plain http, which would expose the password on the network."
                : "The registry names a token service whose URL is not valid. It must begin with https and contain no user name.");
    }

    private static AuthenticationHeaderValue? Find(HttpResponseMessage response, string scheme) =>
        response.Headers.WwwAuthenticate.FirstOrDefault(value => value.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));

    private static string? ParameterOf(AuthenticationHeaderValue? challenge, string name) =>
        Parameter.Matches(challenge?.Parameter ?? "").Cast<Match>()
            .FirstOrDefault(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))?.Groups["value"].Value;
}

using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Account;

/// <summary>The claims of an access token. Only the service can check its signature.</summary>
/// <param name="User">The user: the e-mail address, the name or the subject, whichever the token has first.</param>
/// <param name="ExpiresAt">When the token expires, in local time, or null if it does not say.</param>
public sealed record JsonWebToken(string? User, DateTime? ExpiresAt)
{
    /// <summary>Reads a token's payload.</summary>
    /// <param name="token">Any text.</param>
    /// <returns>The claims, or null if the text is not a token.</returns>
    public static JsonWebToken? TryRead(string token)
    {
        if (token is null) throw new ArgumentNullException(nameof(token));
        string[] parts = token.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            JObject payload = JObject.Parse(Encoding.UTF8.GetString(FromBase64Url(parts[1])));
            return new JsonWebToken(
                (string?)payload["email"] ?? (string?)payload["name"] ?? (string?)payload["sub"],
                payload["exp"] is JValue { Type: JTokenType.Integer or JTokenType.Float } seconds
                    ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).LocalDateTime
                    : null);
        }
        catch (Exception exception) when (exception
            is FormatException or JsonException or ArgumentException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    private static byte[] FromBase64Url(string text)
    {
        string base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}

using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Account;

/// <summary>The claims of an access token. Only the service can check its signature.</summary>
public sealed class JsonWebToken
{
    /// <summary>The user: the e-mail address, the name or the subject, whichever the token has first.</summary>
    public string? User { get; private init; }

    /// <summary>When the token expires, in local time, or null if it does not say.</summary>
    public DateTime? ExpiresAt { get; private init; }

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
            return new JsonWebToken
            {
                User = (string?)payload["email"] ?? (string?)payload["name"] ?? (string?)payload["sub"],
                ExpiresAt = payload["exp"] is JValue { Type: JTokenType.Integer or JTokenType.Float } seconds
                    ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).LocalDateTime
                    : null,
            };
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

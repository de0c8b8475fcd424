using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Turns a registry's errors into exceptions.</summary>
internal static class RegistryError
{
    /// <summary>The exception for a response.</summary>
    /// <param name="response">The unexpected response.</param>
    /// <param name="server">The server's part, such as <c>The registry</c>.</param>
    /// <param name="action">The refused action, such as <c>take a layer</c>.</param>
    /// <param name="secret">The password, which must not appear in an error if a registry repeats it.</param>
    public static async Task<RegistryException> ReadAsync(HttpResponseMessage response, string server, string action, Secret secret)
    {
        JObject? body = ServiceJson.TryParse(await response.Content.ReadTextAsync(CancellationToken.None).ConfigureAwait(false));
        JObject? error = (body?["errors"] as JArray)?.FirstOrDefault() as JObject;
        (string? code, string? message) = (Text("code"), Text("message")?.TrimEnd('.'));
        int status = (int)response.StatusCode;
        string cause = message is null ? $"{status} {response.ReasonPhrase}".TrimEnd() : $"{status}, {message}";
        bool lacksScope = response.Headers.WwwAuthenticate.ToString().Contains("insufficient_scope");
        RegistryFailure reason = lacksScope ? RegistryFailure.Denied : Classify(status, code);
        return new RegistryException(reason, secret.Mask($"{server} {response.RequestMessage!.RequestUri!.Authority} did not {action}: {cause}."))
        {
            StatusCode = status,
            Code = code is null ? null : secret.Mask(code),
            RetryAfter = RetryAfterHeader.Read(response.Headers),
        };

        string? Text(string field) => (error?[field] as JValue)?.Value?.ToString();
    }

    private static RegistryFailure Classify(int status, string? code) => (status, code) switch
    {
        (401, _) => RegistryFailure.Unauthorized,
        (403, _) => RegistryFailure.Denied,
        (413, _) => RegistryFailure.TooLarge,
        (_, "DIGEST_INVALID") => RegistryFailure.DigestMismatch,
        (408 or 429 or >= 500, _) => RegistryFailure.Unavailable,
        (< 400, _) or (404, null) => RegistryFailure.NotARegistry,
        _ => RegistryFailure.Refused,
    };
}

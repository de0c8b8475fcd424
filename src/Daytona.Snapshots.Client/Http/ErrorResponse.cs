using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Http;

/// <summary>A response with an error, of the service or of a proxy in between.</summary>
internal static class ErrorResponse
{
    /// <summary>Reads the error as an exception, with the service's own words if they are the service's.</summary>
    public static async Task<DaytonaApiException> ReadAsync(
        HttpResponseMessage response, ApiRequest request, Secret credential, CancellationToken cancellationToken)
    {
        JObject? body = ServiceJson.TryParse(await ResponseBody.ReadErrorAsync(response, cancellationToken).ConfigureAwait(false));
        string? message = body?["message"] switch
        {
            JArray many => string.Join(", ", many.Select(static item => item.ToString(Formatting.None).Trim('"'))),
            JValue { Type: JTokenType.String, Value: string one } => one,
            _ => null,
        };
        int status = (int)response.StatusCode;
        ApiErrorReason reason = !request.IsToApi && status == 404
            // A 404 of another host says nothing about the API.
            ? ApiErrorReason.NotFound
            : ApiErrorClassifier.Classify(status, message, isOfLogins: response.Headers.Contains("X-RateLimit-Limit-failed-auth"));
        // The service does not name it.
        if (reason == ApiErrorReason.RegionNotFound && RegionIn(request) is { } region) message = $"Region '{region}' not found";
        return new DaytonaApiException(Mask(message ?? $"{status} {response.ReasonPhrase ?? response.StatusCode.ToString()}"))
        {
            Reason = reason,
            StatusCode = status,
            Code = body?["code"] is JValue { Value: string code } ? Mask(code) : null,
            Method = request.Verb,
            Path = response.RequestMessage!.RequestUri!.PathAndQuery,
            RetryAfter = RetryAfterHeader.Read(response.Headers),
            FromService = message is not null,
        };

        string Mask(string text) => UserInfo.RemoveFrom(credential.Mask(request.Secret?.Mask(text) ?? text));
    }

    private static string? RegionIn(ApiRequest request) =>
        request.Json is { } json && ServiceJson.TryParse(json) is { } body ? (string?)(body["regionId"] ?? body["target"]) : null;
}

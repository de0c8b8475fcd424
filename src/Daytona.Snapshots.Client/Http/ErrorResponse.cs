using System.Globalization;
using System.Net.Http.Headers;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Http;

/// <summary>A response with an error, of the service or of a proxy in between.</summary>
internal sealed class ErrorResponse
{
    private readonly HttpResponseMessage _response;
    private readonly string? _message;
    private readonly string? _code;

    private ErrorResponse(HttpResponseMessage response, string? message, string? code)
    {
        _response = response;
        _message = message;
        _code = code;
    }

    public static async Task<ErrorResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        JObject? body = Parse(await ResponseBody.ReadErrorAsync(response, cancellationToken).ConfigureAwait(false));
        string? message = body?["message"] switch
        {
            JArray many => string.Join(", ", many.Select(static item => item.ToString(Formatting.None).Trim('"'))),
            JValue { Type: JTokenType.String, Value: string one } => one,
            _ => null,
        };
        return new ErrorResponse(response, message, body?["code"] is JValue { Value: string code } ? code : null);
    }

    /// <summary>The error as an exception, with the service's own words if they are the service's.</summary>
    public DaytonaApiException ToException(ApiRequest request, Secret credential)
    {
        int status = (int)_response.StatusCode;
        RateLimit? rateLimit = ReadRateLimit();
        return new DaytonaApiException(Mask(_message ?? $"{status} {_response.ReasonPhrase ?? _response.StatusCode.ToString()}"))
        {
            Reason = !request.IsToApi && status == 404
                // A 404 of another host says nothing about the API.
                ? ApiErrorReason.NotFound
                : ApiErrorClassifier.Classify(status, _message, rateLimit?.Limiter),
            StatusCode = status,
            Code = _code is null ? null : Mask(_code),
            Method = request.Verb,
            Path = _response.RequestMessage!.RequestUri!.PathAndQuery,
            RetryAfter = RetryAfterHeader.Read(_response.Headers),
            RateLimit = rateLimit,
            FromService = _message is not null,
        };

        string Mask(string text) => UserInfo.RemoveFrom(credential.Mask(request.Secret?.Mask(text) ?? text));
    }

    private static JObject? Parse(string body)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(body)) { DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RateLimit? ReadRateLimit()
    {
        const string prefix = "X-RateLimit-Limit-";
        HttpResponseHeaders headers = _response.Headers;
        string? limiter = headers
            .Where(static header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(static header => header.Key.Substring(prefix.Length)).FirstOrDefault();
        return limiter is null ? null : new RateLimit
        {
            Limiter = limiter,
            Limit = Number(prefix + limiter),
            Remaining = Number("X-RateLimit-Remaining-" + limiter),
            Reset = Number("X-RateLimit-Reset-" + limiter) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private int? Number(string header) =>
        _response.Headers.TryGetValues(header, out IEnumerable<string>? values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}

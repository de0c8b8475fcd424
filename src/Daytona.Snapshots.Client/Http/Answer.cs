using System.Net;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>An answer of the service, complete and read.</summary>
/// <param name="response">The answer.</param>
/// <param name="value">What was read from its JSON; null where nothing was, or could be.</param>
internal sealed class Answer(RestResponse response, object? value = null)
{
    public HttpStatusCode Status => response.StatusCode;

    public bool Succeeded => (int)response.StatusCode is >= 200 and < 300;

    /// <summary>Whether the response names the API's version, as every response of the service does.</summary>
    public bool NamesApiVersion => Header("X-Daytona-Api-Version") is not null;

    public byte[] Content => response.RawBytes ?? [];

    /// <summary>What was read from the answer's JSON; null where nothing was asked for.</summary>
    public object? Value => value;

    /// <summary>The service's clock, to compare with the times in its answers; null where the header is missing.</summary>
    public DateTimeOffset? Date =>
        DateTimeOffset.TryParse(Header("Date"), out DateTimeOffset date) ? date : null;

    /// <summary>
    /// How long the service asks to be left alone. Its usual limiters name themselves in the header
    /// (<c>Retry-After-authenticated</c>) and leave the standard one out.
    /// </summary>
    public TimeSpan? RetryAfter
    {
        get
        {
            TimeSpan? longest = null;
            foreach (HeaderParameter header in Headers("Retry-After"))
            {
                TimeSpan? wait = int.TryParse(header.Value, out int seconds) ? TimeSpan.FromSeconds(seconds)
                    : DateTimeOffset.TryParse(header.Value, out DateTimeOffset at) && Date is { } now ? at - now
                    : null;
                if (wait > (longest ?? TimeSpan.Zero)) longest = wait;
            }

            return longest;
        }
    }

    /// <summary>Whether this is the limiter that blocks an address after failed logins, for good keys too.</summary>
    public bool BlockedByFailedLogins => (int)Status == 429 && Headers("X-RateLimit-Limit-failed-auth").Any();

    /// <summary>Whether it is a page for a browser: a proxy's or a login's, and never the service's.</summary>
    public bool IsPage => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Why there is nothing of the service's in an answer with success: it broke off, or is somebody else's.</summary>
    /// <returns>The failure; null where there is something.</returns>
    public DaytonaConnectionException? FindFault()
    {
        if (value is null && IsJson && !IsWholeJson())
        {
            return new DaytonaConnectionException("The service's answer broke off before it was complete.", null)
            {
                Failure = ConnectionFailure.Broken,
            };
        }

        return value is null or Snapshot { Id.Length: 0 } ? NotDaytona() : null;
    }

    /// <summary>The failure of an answer that no Daytona API gives.</summary>
    public DaytonaConnectionException NotDaytona() => new(
        $"The answer is {(IsJson ? "JSON of another kind" : Kind + " and not JSON")}: this is not the address of a Daytona API.", null)
    {
        Failure = ConnectionFailure.NotDaytona,
    };

    /// <summary>What an answer with an error says, in the service's words where they are the service's.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path and query.</param>
    /// <param name="credential">What a server that repeats the request's headers must not bring into an error.</param>
    public DaytonaApiException ToException(string method, string path, Secret credential)
    {
        JObject? body = TryReadObject();
        string? message = body?["message"] switch
        {
            JArray many => string.Join(", ", many.Select(item => item.ToString())),
            JValue { Type: JTokenType.String } one => one.ToString(),
            _ => null,
        };

        return new DaytonaApiException(
            credential.Mask(message ?? $"{(int)Status} {response.StatusDescription ?? Status.ToString()}"))
        {
            StatusCode = (int)Status,
            Code = body?["code"]?.Type == JTokenType.String ? credential.Mask(body["code"]!.ToString()) : null,
            Method = method,
            Path = path,
            RetryAfter = RetryAfter,
            RateLimit = ReadRateLimit(),
            FromService = message is not null,
        };
    }

    private bool IsJson => response.ContentType?.IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;

    private string Kind => response.ContentType switch
    {
        null or "" => Content.Length == 0 ? "empty" : "of no stated type",
        _ when IsPage => "an HTML page",
        var type => type,
    };

    private bool IsWholeJson()
    {
        try
        {
            return JToken.Parse(response.Content ?? "").Type != JTokenType.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private JObject? TryReadObject()
    {
        try
        {
            return JToken.Parse(response.Content ?? "") as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RateLimit? ReadRateLimit()
    {
        const string prefix = "X-RateLimit-Limit-";
        string? limiter = Headers(prefix).Select(header => header.Name.Substring(prefix.Length)).FirstOrDefault();
        return limiter is null ? null : new RateLimit
        {
            Limiter = limiter,
            Limit = Number(prefix + limiter),
            Remaining = Number("X-RateLimit-Remaining-" + limiter),
            Reset = Number("X-RateLimit-Reset-" + limiter) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private int? Number(string header) => int.TryParse(Header(header), out int value) ? value : null;

    private string? Header(string name) => response.GetHeaderValue(name) ?? response.GetContentHeaderValue(name);

    private IEnumerable<HeaderParameter> Headers(string prefix) => (response.Headers ?? []).Where(
        header => header.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

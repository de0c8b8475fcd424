using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Tests.Contract;

/// <summary>
/// Compares an answer with the recorded one: status, headers, the fields in their order, their types and their values.
/// </summary>
internal sealed partial class ExchangeComparison(
    RecordedExchange recorded, IReadOnlyDictionary<string, string> words, bool isExact)
{
    // Where the presence counts as much as the value.
    private static readonly string[] Headers =
    [
        "X-Daytona-Api-Version", "Content-Type", "Content-Length", "ETag", "Retry-After", "Retry-After-authenticated",
        "X-RateLimit-Limit-authenticated", "X-RateLimit-Remaining-authenticated", "X-RateLimit-Reset-authenticated",
        "X-RateLimit-Limit-failed-auth", "X-RateLimit-Remaining-failed-auth", "X-RateLimit-Reset-failed-auth",
        "Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
    ];

    // The recorder wrote these down for some answers alone: compared where it did.
    private static readonly string[] HeadersOfSome = ["X-Powered-By", "Vary", "Transfer-Encoding", "Connection"];

    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    public void Compare(HttpResponseMessage response, string body)
    {
        Expect(
            "status",
            recorded.Status.ToString(CultureInfo.InvariantCulture),
            ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        foreach (string header in Headers) CompareHeader(header, response);
        foreach (string header in HeadersOfSome.Where(recorded.Headers.ContainsKey))
        {
            // What HTTP/1.1 means without saying it, Kestrel does not say.
            if (recorded.Headers[header] != "keep-alive") CompareHeader(header, response);
        }

        if (isExact && recorded.Status == 200)
        {
            int same = recorded.Body.Zip(body).TakeWhile(static pair => pair.First == pair.Second).Count();
            if (recorded.Body != body)
                _differences.Add($"body: from {same} on '{Extract(recorded.Body, same)}' was '{Extract(body, same)}'");
        }
        else if (recorded.Body.StartsWith('{') || recorded.Body.StartsWith('['))
        {
            JsonElement actual;
            try
            {
                actual = JsonSerializer.Deserialize<JsonElement>(body);
            }
            catch (JsonException)
            {
                _differences.Add($"body: no JSON but '{body}'");
                return;
            }

            CompareJson("", JsonSerializer.Deserialize<JsonElement>(recorded.Body), actual);
        }
        else
        {
            Expect("body", recorded.Body, body.TrimEnd('\n'));
        }
    }

    private void CompareHeader(string name, HttpResponseMessage response)
    {
        string? expected = recorded.Headers.GetValueOrDefault(name);
        string? actual = response.Headers.TryGetValues(name, out IEnumerable<string>? values)
            || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
        // HttpClient makes up a length for what came chunked.
        if (name == "Content-Length" && response.Headers.TransferEncodingChunked == true) actual = null;
        // A length has no place in a 204 (RFC 9110), and Kestrel does not send one, whatever the real service does.
        if (name == "Content-Length" && recorded.Status == 204) expected = null;
        // Ids and hosts differ in length, and then so do the length and the tag: but not in errors and exact bodies.
        bool isExactLength = isExact || recorded.Status >= 400;
        if (name == "ETag" && !(isExact && recorded.Status == 200))
            (expected, actual) = (expected is null ? null : "a tag", actual is null ? null : "a tag");
        if (name == "Content-Length" && !isExactLength)
            (expected, actual) = (HideLength(expected), HideLength(actual));
        Expect(name, expected ?? "(absent)", actual ?? "(absent)");
    }

    private void CompareJson(string path, JsonElement expected, JsonElement actual)
    {
        if (IsBoolean(expected) ? !IsBoolean(actual) : expected.ValueKind != actual.ValueKind)
        {
            _differences.Add($"{path}: {expected.ValueKind} {expected} was {actual.ValueKind} {actual}");
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                string[] names = [.. expected.EnumerateObject().Select(static property => property.Name)];
                Expect(
                    $"{path} fields",
                    string.Join(',', names),
                    string.Join(',', actual.EnumerateObject().Select(static property => property.Name)));
                foreach (string name in names)
                {
                    if (actual.TryGetProperty(name, out JsonElement value))
                        CompareJson($"{path}/{name}", expected.GetProperty(name), value);
                }

                break;
            case JsonValueKind.Array:
                Expect($"{path} length", $"{expected.GetArrayLength()}", $"{actual.GetArrayLength()}");
                int common = Math.Min(expected.GetArrayLength(), actual.GetArrayLength());
                for (int i = 0; i < common; i++) CompareJson($"{path}/{i}", expected[i], actual[i]);
                break;
            case JsonValueKind.String:
                CompareText(path, expected.GetString()!, actual.GetString()!);
                break;
            default:
                Expect(path, expected.GetRawText(), actual.GetRawText());
                break;
        }
    }

    private void CompareText(string path, string expected, string actual)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        string here = Translate(expected);
        bool isSame = name switch
        {
            // Made by the server, and different each time: the form is compared.
            "id" or "initialRunnerId" =>
                here == actual || (Guid.TryParse(actual, out _) && here == expected) || actual == "r",
            "runnerId" or "registryId" => Guid.TryParse(actual, out _),
            "username" when expected.StartsWith("robot$", StringComparison.Ordinal) =>
                Robot().IsMatch(expected) && Robot().IsMatch(actual),
            "name" when expected.StartsWith("DESTROYED_", StringComparison.Ordinal) =>
                here[..^13] == actual[..^13] && Destroyed().IsMatch(actual),
            "createdAt" or "updatedAt" or "lastUsedAt" or "lastActivityAt" or "expiresAt" or "timestamp" =>
                Time().IsMatch(expected) && Time().IsMatch(actual),
            "accessKey" or "secret" or "sessionToken" => actual.Length > 0,
            // The registry has another host, and a pulled image's hash comes from the registry.
            "ref" => Reference().IsMatch(expected) && Reference().IsMatch(actual),
            _ => here == actual,
        };
        if (!isSame) _differences.Add($"{path}: '{here}' was '{actual}'");
    }

    private static string? HideLength(string? length) => length is null or "0" ? length : "a length";

    private static string Extract(string text, int at) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)];

    private string Translate(string text)
    {
        foreach ((string word, string here) in words) text = text.Replace(word, here, StringComparison.Ordinal);
        return text;
    }

    private void Expect(string what, string expected, string actual)
    {
        string here = Translate(expected);
        if (here != actual) _differences.Add($"{what}: '{here}' was '{actual}'");
    }

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^robot\$daytona\+temp-push-robot-[0-9a-f]{12}$")]
    private static partial Regex Robot();

    [GeneratedRegex(@"^DESTROYED_[0-9a-f-]{36}_\d{13}$")]
    private static partial Regex Destroyed();

    [GeneratedRegex(@"^[\w.:]+/daytona/daytona-[0-9a-f]+:daytona$")]
    private static partial Regex Reference();
}

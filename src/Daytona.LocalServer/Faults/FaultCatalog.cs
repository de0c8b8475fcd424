namespace Daytona.Local.Faults;

/// <summary>
/// Faults by name. Each is a template, to be adapted:
/// <c>FaultCatalog.Create("html-200") with { Path = "/api/snapshots*", Count = 1 }</c>.
/// </summary>
public static class FaultCatalog
{
    private const string Logs = "/snapshots/*/build-logs";
    private const string Channel = "/api/socket.io/*";

    private static readonly Dictionary<string, Fault> Faults = ((IEnumerable<Fault>)
    [
        .. Statuses(), .. RetryAfter(), .. Bodies(), .. Connections(), .. Redirects(), .. Fields(), .. Pages(),
        .. OtherParts(),
    ]).ToDictionary(static fault => fault.Name!);

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyCollection<string> Names => Faults.Keys;

    /// <summary>Creates a fault.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The fault, for all requests unless its name says which.</returns>
    /// <exception cref="ArgumentException">The fault does not exist.</exception>
    public static Fault Create(string name) => Faults.TryGetValue(name, out Fault? fault)
        ? fault with { }
        : throw new ArgumentException($"Fault '{name}' does not exist. Use one of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>An error instead of the work.</summary>
    private static IEnumerable<Fault> Statuses()
    {
        foreach (int status in (int[])
            [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 500, 501, 502, 503, 504, 520])
            yield return Reply($"status-{status}", status);
        yield return Reply("status-407", 407, ("Proxy-Authenticate", "Basic realm=\"proxy\""));
    }

    /// <summary>A 429 or 503 with every kind of time after which to try again.</summary>
    private static IEnumerable<Fault> RetryAfter()
    {
        yield return RetryAfter("seconds", "2");
        yield return RetryAfter("zero", "0");
        yield return RetryAfter("max", "2147483647");
        yield return RetryAfter("overflow", "99999999999999999999");
        yield return RetryAfter("negative", "-5");
        yield return RetryAfter("fraction", "1.5");
        yield return RetryAfter("past-date", "Wed, 21 Oct 2015 07:28:00 GMT");
        yield return RetryAfter("year-9999", "Fri, 31 Dec 9999 23:59:59 GMT");
        yield return RetryAfter("garbage", "soon");
        yield return RetryAfter("empty", "");
        yield return Reply("retry-after-authenticated", 429, ("Retry-After-authenticated", "2"));
        yield return Reply("retry-after-authenticated-max", 429, ("Retry-After-authenticated", "2147483647"));
        yield return Reply("retry-after-503-max", 503, ("Retry-After", "2147483647"));
    }

    /// <summary>A body that violates the contract. The work is done, except for the pages of a proxy.</summary>
    private static IEnumerable<Fault> Bodies()
    {
        yield return new Fault { Name = "html-200", Kind = FaultKind.HtmlPage };
        yield return new Fault { Name = "html-502", Kind = FaultKind.HtmlPage, Status = 502 };
        yield return new Fault { Name = "body-empty", Kind = FaultKind.EmptyBody };
        yield return Json("json-empty-object", "{}");
        yield return Json("json-empty-array", "[]");
        yield return Json("json-null", "null");
        yield return Json("json-number", "42");
        yield return Json("json-string", "\"text\"");
        yield return Json("json-deep", new string('[', 100_000) + new string(']', 100_000));
        yield return Json("json-garbage", "{'a': undefined}");
        yield return new Fault { Name = "json-truncated", Kind = FaultKind.HalfJson };
        yield return new Fault { Name = "json-as-text", Kind = FaultKind.WrongContentType };
        yield return new Fault { Name = "json-invalid-utf8", Kind = FaultKind.InvalidUtf8 };
        yield return new Fault { Name = "body-huge", Kind = FaultKind.PadBody, Bytes = 64 * 1024 * 1024 };
        yield return new Fault { Name = "gzip-damaged", Kind = FaultKind.DamagedGzip };
        yield return new Fault { Name = "nothing-done-200", Kind = FaultKind.Answer, Status = 200, Body = "" };
        yield return new Fault { Name = "nothing-done-204", Kind = FaultKind.Answer, Status = 204, Body = "" };
    }

    /// <summary>A connection that breaks or goes silent.</summary>
    private static IEnumerable<Fault> Connections()
    {
        yield return new Fault { Name = "reset-before", Kind = FaultKind.CloseBefore };
        yield return new Fault { Name = "reset-after", Kind = FaultKind.CloseAfter };
        yield return new Fault { Name = "reset-during", Kind = FaultKind.CloseDuring };
        yield return new Fault { Name = "body-cut", Kind = FaultKind.CutBody, Bytes = 10 };
        yield return new Fault { Name = "request-cut", Kind = FaultKind.CutRequest, Bytes = 10 };
        yield return new Fault { Name = "silence", Kind = FaultKind.Silence };
        yield return new Fault { Name = "silence-after", Kind = FaultKind.SilenceAfter };
        yield return new Fault { Name = "headers-only", Kind = FaultKind.StallBody, Bytes = 0 };
        yield return new Fault { Name = "body-stalls", Kind = FaultKind.StallBody, Bytes = 10 };
        yield return new Fault { Name = "body-slow", Kind = FaultKind.SlowBody, Bytes = 1, Delay = TimeSpan.FromSeconds(1) };
    }

    private static IEnumerable<Fault> Redirects()
    {
        yield return new Fault { Name = "redirect-other-host", Kind = FaultKind.Redirect };
        yield return Redirect("redirect-https-host", "https://elsewhere.invalid{target}");
        yield return Redirect("redirect-plain-http", "http://elsewhere.invalid{target}");
        yield return Redirect("redirect-same-host", "/api/moved");
        yield return Redirect("redirect-loop", "{target}");
        yield return Redirect("redirect-nowhere", "");
    }

    /// <summary>One field of the response violates the contract; by default every <c>state</c>.</summary>
    private static IEnumerable<Fault> Fields()
    {
        yield return Field("field-null", "null");
        yield return Field("field-absent", null);
        yield return Field("field-empty", "\"\"");
        yield return Field("field-text", "\"yesterday\"");
        yield return Field("field-number", "1.5");
        yield return Field("field-negative", "-1");
        yield return Field("field-overflow", "1e400");
        yield return Field("field-object", "{}");
        yield return Field("field-array", "[]");
        yield return Field("field-true", "true");
        yield return Field("field-control-characters", "\"\\u001b]52;c;AA\\u0007\\u202e::error::\\n##vso[x]\\u0000\"");
        yield return Field("field-huge", $"\"{new string('x', 1_000_000)}\"");
    }

    private static IEnumerable<Fault> Pages()
    {
        foreach (string field in (string[])["total", "totalPages"])
        {
            string name = field == "total" ? "total" : "total-pages";
            yield return Field($"{name}-zero", "0", field);
            yield return Field($"{name}-one", "1", field);
            yield return Field($"{name}-negative", "-1", field);
            yield return Field($"{name}-huge", "100000", field);
            yield return Field($"{name}-absent", null, field);
        }

        yield return Field("page-empty", "[]", "items");
        yield return new Fault { Name = "page-shuffled", Kind = FaultKind.ShufflePage };
    }

    /// <summary>Faults of the logs, the notification channel and the other ports.</summary>
    private static IEnumerable<Fault> OtherParts()
    {
        yield return new Fault { Name = "log-stalls", Path = Logs, Kind = FaultKind.StallBody, Bytes = 10 };
        yield return new Fault { Name = "log-silent", Path = Logs, Kind = FaultKind.Silence };
        yield return new Fault { Name = "log-cut", Path = Logs, Kind = FaultKind.CutBody, Bytes = 10 };
        yield return new Fault { Name = "log-html", Path = Logs, Kind = FaultKind.HtmlPage };
        yield return new Fault { Name = "log-redirect", Path = Logs, Kind = FaultKind.Redirect };
        yield return new Fault { Name = "log-status-401", Path = Logs, Kind = FaultKind.Answer, Status = 401 };
        yield return Field("log-url-relative", "\"/build-logs\"", "url") with { Path = "/api/snapshots/*/build-logs-url" };
        yield return new Fault { Name = "channel-refused", Path = Channel, Kind = FaultKind.Answer, Status = 403 };
        yield return new Fault { Name = "channel-reset", Path = Channel, Kind = FaultKind.CloseBefore };
        yield return new Fault { Name = "channel-silent", Path = Channel, Kind = FaultKind.Silence };
        yield return new Fault { Name = "channel-mute", Path = Channel, Kind = FaultKind.StallBody };
        yield return new Fault { Name = "channel-closes", Path = Channel, Kind = FaultKind.CloseDuring };
        foreach ((string part, string path) in ((string, string)[])
            [("storage", "/daytona/*"), ("registry", "/v2/*"), ("toolbox", "/toolbox/*")])
        {
            yield return new Fault { Name = $"{part}-status-503", Path = path, Kind = FaultKind.Answer, Status = 503 };
            yield return new Fault { Name = $"{part}-reset", Path = path, Kind = FaultKind.CloseAfter };
            yield return new Fault { Name = $"{part}-silent", Path = path, Kind = FaultKind.Silence };
        }
    }

    private static Fault Reply(string name, int status, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var sent = new Dictionary<string, string>();
        foreach ((string header, string value) in headers) sent[header] = value;
        return new Fault { Name = name, Kind = FaultKind.Answer, Status = status, Headers = sent };
    }

    private static Fault RetryAfter(string name, string value) =>
        Reply($"retry-after-{name}", 429, ("Retry-After", value));

    private static Fault Json(string name, string body) =>
        new() { Name = name, Kind = FaultKind.AnswerAfter, Status = 200, Body = body };

    private static Fault Redirect(string name, string location) => new()
    {
        Name = name,
        Kind = FaultKind.Redirect,
        Headers = new Dictionary<string, string> { ["Location"] = location },
    };

    private static Fault Field(string name, string? value, string field = "**.state") =>
        new() { Name = name, Kind = FaultKind.ChangeField, Field = field, Value = value };
}

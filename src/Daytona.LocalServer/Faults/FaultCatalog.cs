namespace Daytona.Local.Faults;

/// <summary>Faults by name, as templates: <c>FaultCatalog.Create("html-200") with { Path = "/api/snapshots*", Count = 1 }</c>.</summary>
public static class FaultCatalog
{
    private const string Logs = "/snapshots/*/build-logs";
    private const string Channel = "/api/socket.io/*";

    private static readonly Dictionary<string, Fault> Faults = ((IEnumerable<Fault>)
    [
        // An error instead of the work.
        .. ((int[])[400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 500, 501, 502, 503, 504, 520])
            .Select(static status => Reply($"status-{status}", status)),
        Reply("status-407", 407, "Proxy-Authenticate", "Basic realm=\"proxy\""),

        // A 429 or 503 with every kind of time after which to try again.
        .. Each(
            static (name, value) => Reply($"retry-after-{name}", 429, "Retry-After", value!),
            ("seconds", "2"), ("zero", "0"), ("max", "2147483647"), ("overflow", "99999999999999999999"), ("negative", "-5"),
            ("fraction", "1.5"), ("past-date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("year-9999", "Fri, 31 Dec 9999 23:59:59 GMT"),
            ("garbage", "soon"), ("empty", "")),
        Reply("retry-after-authenticated", 429, "Retry-After-authenticated", "2"),
        Reply("retry-after-authenticated-max", 429, "Retry-After-authenticated", "2147483647"),
        Reply("retry-after-503-max", 503, "Retry-After", "2147483647"),

        // A body that violates the contract. The work is done, except for the pages of a proxy.
        Of("html-200", FaultKind.HtmlPage),
        Of("html-502", FaultKind.HtmlPage) with { Status = 502 },
        Of("body-empty", FaultKind.EmptyBody),
        .. Each(
            static (name, body) => Of($"json-{name}", FaultKind.AnswerAfter) with { Status = 200, Body = body },
            ("empty-object", "{}"), ("empty-array", "[]"), ("null", "null"), ("number", "42"), ("string", "\"text\""),
            ("deep", new string('[', 100_000) + new string(']', 100_000)), ("garbage", "{'a': undefined}")),
        Of("json-truncated", FaultKind.HalfJson),
        Of("json-as-text", FaultKind.WrongContentType),
        Of("json-invalid-utf8", FaultKind.InvalidUtf8),
        Of("body-huge", FaultKind.PadBody, 64 * 1024 * 1024),
        Of("gzip-damaged", FaultKind.DamagedGzip),
        Reply("nothing-done-200", 200) with { Body = "" },
        Reply("nothing-done-204", 204) with { Body = "" },

        // A connection that breaks or goes silent.
        Of("reset-before", FaultKind.CloseBefore),
        Of("reset-after", FaultKind.CloseAfter),
        Of("reset-during", FaultKind.CloseDuring),
        Of("body-cut", FaultKind.CutBody, 10),
        Of("request-cut", FaultKind.CutRequest, 10),
        Of("silence", FaultKind.Silence),
        Of("silence-after", FaultKind.SilenceAfter),
        Of("headers-only", FaultKind.StallBody, 0),
        Of("body-stalls", FaultKind.StallBody, 10),
        Of("body-slow", FaultKind.SlowBody, 1) with { Delay = TimeSpan.FromSeconds(1) },

        // Redirects.
        Of("redirect-other-host", FaultKind.Redirect),
        Redirect("redirect-https-host", "https://elsewhere.invalid{target}"),
        Redirect("redirect-plain-http", "http://elsewhere.invalid{target}"),
        Redirect("redirect-same-host", "/api/moved"),
        Redirect("redirect-loop", "{target}"),
        Redirect("redirect-nowhere", ""),

        // A field of the response violates the contract; by default every state.
        .. Each(
            static (name, value) => Field($"field-{name}", value, "**.state"),
            ("null", "null"), ("absent", null), ("empty", "\"\""), ("text", "\"yesterday\""), ("number", "1.5"), ("negative", "-1"),
            ("overflow", "1e400"), ("object", "{}"), ("array", "[]"), ("true", "true"),
            ("control-characters", "\"\\u001b]52;c;AA\\u0007\\u202e::error::\\n##vso[x]\\u0000\""),
            ("huge", $"\"{new string('x', 1_000_000)}\"")),
        .. Totals("total", "total"),
        .. Totals("total-pages", "totalPages"),
        Field("page-empty", "[]", "items"),
        Of("page-shuffled", FaultKind.ShufflePage),

        // The logs, the notification channel and the other ports.
        Of("log-stalls", FaultKind.StallBody, 10) with { Path = Logs },
        Of("log-silent", FaultKind.Silence) with { Path = Logs },
        Of("log-cut", FaultKind.CutBody, 10) with { Path = Logs },
        Of("log-html", FaultKind.HtmlPage) with { Path = Logs },
        Of("log-redirect", FaultKind.Redirect) with { Path = Logs },
        Reply("log-status-401", 401) with { Path = Logs },
        Field("log-url-relative", "\"/build-logs\"", "url") with { Path = "/api/snapshots/*/build-logs-url" },
        Reply("channel-refused", 403) with { Path = Channel },
        Of("channel-reset", FaultKind.CloseBefore) with { Path = Channel },
        Of("channel-silent", FaultKind.Silence) with { Path = Channel },
        Of("channel-mute", FaultKind.StallBody) with { Path = Channel },
        Of("channel-closes", FaultKind.CloseDuring) with { Path = Channel },
        .. OtherPort("storage", "/daytona/*"),
        .. OtherPort("registry", "/v2/*"),
        .. OtherPort("toolbox", "/toolbox/*"),
    ]).ToDictionary(static fault => fault.Name!);

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyCollection<string> Names => Faults.Keys;

    /// <summary>Creates a fault.</summary>
    /// <exception cref="ArgumentException">The fault does not exist.</exception>
    public static Fault Create(string name) => Faults.TryGetValue(name, out Fault? fault)
        ? fault with { }
        : throw new ArgumentException($"Fault '{name}' does not exist. Use one of {string.Join(", ", Names)}.", nameof(name));

    private static IEnumerable<Fault> Each(Func<string, string?, Fault> create, params (string Name, string? Value)[] all) =>
        all.Select(it => create(it.Name, it.Value));

    private static IEnumerable<Fault> Totals(string name, string field) => Each(
        (value, json) => Field($"{name}-{value}", json, field), ("zero", "0"), ("one", "1"), ("negative", "-1"), ("huge", "100000"), ("absent", null));

    private static IEnumerable<Fault> OtherPort(string part, string path) =>
    [
        Reply($"{part}-status-503", 503) with { Path = path },
        Of($"{part}-reset", FaultKind.CloseAfter) with { Path = path },
        Of($"{part}-silent", FaultKind.Silence) with { Path = path },
    ];

    private static Fault Of(string name, FaultKind kind, int bytes = 1024) => new() { Name = name, Kind = kind, Bytes = bytes };

    private static Fault Reply(string name, int status) => Of(name, FaultKind.Answer) with { Status = status };

    private static Fault Reply(string name, int status, string header, string value) =>
        Reply(name, status) with { Headers = new Dictionary<string, string> { [header] = value } };

    private static Fault Redirect(string name, string location) =>
        Of(name, FaultKind.Redirect) with { Headers = new Dictionary<string, string> { ["Location"] = location } };

    private static Fault Field(string name, string? value, string field) => Of(name, FaultKind.ChangeField) with { Field = field, Value = value };
}

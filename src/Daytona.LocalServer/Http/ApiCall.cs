using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>A request on its way through the server.</summary>
internal sealed class ApiCall(HttpContext context, string target)
{
    private ExpressQuery? _query;

    public HttpContext Context { get; } = context;

    public string Method { get; } = context.Request.Method;

    /// <summary>Path and query as they were sent, not decoded: what the service's errors quote.</summary>
    public string Target { get; } = target;

    /// <summary>The path as it was sent.</summary>
    public string Path { get; } = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0
        ? target[..at]
        : target;

    public ExpressQuery Query =>
        _query ??= new ExpressQuery(Path.Length < Target.Length ? Target[(Path.Length + 1)..] : "");

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The fault that applies to it; null for none.</summary>
    public Fault? Fault { get; set; }

    /// <summary>The body as JSON; undefined if there was none.</summary>
    public JsonElement Json { get; set; }

    /// <summary>The value in the path, decoded: an id or a name.</summary>
    public string Id { get; set; } = "";

    public Caller Caller { get; set; } = new(null, null, null);

    /// <summary>The organization of a path that asks for one.</summary>
    public LocalOrganization Organization => Caller.Organization!;

    /// <summary>Headers that the limiter adds to the response.</summary>
    public List<KeyValuePair<string, string>> ExtraHeaders { get; } = [];

    public CancellationToken Aborted => Context.RequestAborted;
}

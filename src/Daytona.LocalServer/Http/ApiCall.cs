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

    public string Path { get; } = target.Split('?', 2)[0];

    public ExpressQuery Query => _query ??= new ExpressQuery(Target[Path.Length..]);

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The fault that applies to it; null for none.</summary>
    public Fault? Fault { get; set; }

    /// <summary>The body as JSON; undefined if there was none.</summary>
    public JsonElement Json { get; set; }

    /// <summary>The value in the path, decoded: an id or a name.</summary>
    public string Id { get; set; } = "";
    public Caller Caller { get; set; } = Caller.Service;

    /// <summary>The organization of a path that asks for one.</summary>
    public LocalOrganization Organization => Caller.Organization!;

    /// <summary>The headers of the response that come with every outcome, as those of the limiters.</summary>
    public IHeaderDictionary ResponseHeaders => Context.Response.Headers;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The bearer token of the header, or the query's: the service's library takes both.</summary>
    public string? Token
    {
        get
        {
            string? header = Context.Request.Headers.Authorization;
            if (header is null) return Query["access_token"];
            string[] parts = header.Split(' ', 2);
            bool isBearer = parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase) && parts is [_, { Length: > 0 }];
            return isBearer ? parts[1] : null;
        }
    }

    /// <summary>The organization that the request names. It counts only with a token.</summary>
    public string? OrganizationHeader => Context.Request.Headers["X-Daytona-Organization-ID"];
}

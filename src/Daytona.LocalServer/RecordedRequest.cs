using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local;

/// <summary>A request that the server received.</summary>
public sealed class RecordedRequest
{
    private readonly ReadOnlyMemory<byte> _body;

    internal RecordedRequest(HttpContext context, string target, ReadOnlyMemory<byte> body, DateTimeOffset time)
    {
        (Method, Target, Time, _body) = (context.Request.Method, target, time, body);
        Headers = context.Request.Headers.ToDictionary(
            static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>Path and query as they were sent, not decoded.</summary>
    public string Target { get; }

    /// <summary>The path without the query, as it was sent.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>The headers; their names compare without case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as text; empty for uploads to the storage, which are not kept here.</summary>
    public string Body => Encoding.UTF8.GetString(_body.Span);

    internal int BodyLength => _body.Length;

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The status of the response; 0 before the response, and if the connection was closed instead.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether the server has finished with it.</summary>
    public bool IsFinished { get; internal set; }

    /// <summary>Shows method, path and status.</summary>
    public override string ToString() => $"{Method} {Target} {Status}";
}

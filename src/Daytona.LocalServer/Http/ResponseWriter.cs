using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>Sends responses as the service's framework does, with the version, the length and the entity tag.</summary>
internal sealed class ResponseWriter(LocalServerOptions options, TimeProvider time)
{
    /// <summary>Sends a response, and applies the fault if there is one.</summary>
    /// <returns>The status that was sent; 0 if the connection was closed instead.</returns>
    public async Task<int> WriteAsync(HttpContext context, ApiResponse response, Fault? fault)
    {
        if (response == ApiResponse.Sent) return response.Status;
        try
        {
            return await SendAsync(context, response, fault).ConfigureAwait(false);
        }
        finally
        {
            if (response.Rented is not null) ArrayPool<byte>.Shared.Return(response.Rented);
        }
    }

    private async Task<int> SendAsync(HttpContext context, ApiResponse response, Fault? fault)
    {
        HttpResponse http = context.Response;
        http.StatusCode = response.Status;
        WriteHeaders(http, response);
        ReadOnlyMemory<byte> body = response.Body;

        if (response.Stream is not null)
        {
            await WriteStreamAsync(context, response, fault).ConfigureAwait(false);
            return response.Status;
        }

        bool hasLength = !(response.Status is 204 or 304);
        if (hasLength && response.HasTag && !body.IsEmpty)
        {
            string tag = TagOf(body.Span);
            http.Headers.ETag = tag;
            if (response.Status == 200 && context.Request.Method is "GET" or "HEAD"
                && context.Request.Headers.IfNoneMatch == tag)
            {
                http.StatusCode = 304;
                http.Headers.ContentType = default;
                return 304;
            }
        }

        if (hasLength)
            http.ContentLength = context.Request.Method == "HEAD" ? response.Length ?? body.Length : body.Length;
        // Kestrel closes the connection if anything is written to a 204, even nothing.
        if (context.Request.Method == "HEAD" || body.IsEmpty) return response.Status;

        switch (fault?.Kind)
        {
            case FaultKind.CloseDuring:
                await http.BodyWriter.WriteAsync(
                    body[..(body.Length / 2)], context.RequestAborted).ConfigureAwait(false);
                throw new BodyCutException();
            case FaultKind.CutBody when body.Length > fault.Bytes:
                await http.BodyWriter.WriteAsync(body[..fault.Bytes], context.RequestAborted).ConfigureAwait(false);
                throw new BodyCutException();
            case FaultKind.StallBody:
                await StallAsync(context, body[..Math.Min(fault.Bytes, body.Length - 1)]).ConfigureAwait(false);
                return response.Status;
            case FaultKind.SlowBody:
                var slow = new SlowStream(http.Body, fault.Bytes, fault.Delay, time);
                await using (slow.ConfigureAwait(false))
                    await slow.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
                return response.Status;
            default:
                await http.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
                return response.Status;
        }
    }

    private void WriteHeaders(HttpResponse http, ApiResponse response)
    {
        if (response.HasTag)
        {
            http.Headers.XPoweredBy = "Express";
            http.Headers.Vary = "Origin";
        }

        if (response.HasVersion) http.Headers["X-Daytona-Api-Version"] = Versions.Of(options.Newer);
        foreach ((string name, string value) in response.Headers) http.Headers[name] = value;
        if (response.ContentType is not null) http.Headers.ContentType = response.ContentType;
    }

    private static async Task StallAsync(HttpContext context, ReadOnlyMemory<byte> start)
    {
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.BodyWriter.WriteAsync(start, context.RequestAborted).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task WriteStreamAsync(HttpContext context, ApiResponse response, Fault? fault)
    {
        Stream target = fault?.Kind switch
        {
            FaultKind.CutBody => new CutStream(context.Response.Body, fault.Bytes),
            FaultKind.CloseDuring => new CutStream(context.Response.Body, null),
            FaultKind.StallBody => new StallStream(context.Response.Body, fault.Bytes),
            FaultKind.SlowBody => new SlowStream(context.Response.Body, fault.Bytes, fault.Delay, time),
            _ => context.Response.Body,
        };
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await response.Stream!(target, context.RequestAborted).ConfigureAwait(false);
    }

    // The framework's weak tag: the length in hexadecimal and the start of a SHA-1 in Base64.
    private static string TagOf(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // It is what the service's framework uses, and no secret depends on it.
        SHA1.HashData(body, hash);
#pragma warning restore CA5350
        return $"W/\"{body.Length:x}-{Convert.ToBase64String(hash)[..27]}\"";
    }
}

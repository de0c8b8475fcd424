using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local;

/// <summary>Sends answers as the service's framework does, with the version, the length and the entity tag.</summary>
internal sealed class AnswerWriter(LocalServerOptions options, TimeProvider time)
{
    /// <summary>Sends an answer, spoiled by the fault if there is one.</summary>
    /// <returns>The status that was sent; 0 where the connection was closed instead.</returns>
    public async Task<int> WriteAsync(HttpContext context, Answer answer, Fault? fault)
    {
        if (answer == Answer.Sent) return answer.Status;
        try
        {
            return await SendAsync(context, answer, fault).ConfigureAwait(false);
        }
        finally
        {
            if (answer.Rented is not null) ArrayPool<byte>.Shared.Return(answer.Rented);
        }
    }

    private async Task<int> SendAsync(HttpContext context, Answer answer, Fault? fault)
    {
        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        WriteHeaders(response, answer);
        ReadOnlyMemory<byte> body = answer.Body;

        if (answer.Stream is not null)
        {
            await WriteStreamAsync(context, answer, fault).ConfigureAwait(false);
            return answer.Status;
        }

        bool hasLength = !(answer.Status is 204 or 304);
        if (hasLength && answer.HasTag && !body.IsEmpty)
        {
            string tag = TagOf(body.Span);
            response.Headers.ETag = tag;
            if (answer.Status == 200 && context.Request.Method is "GET" or "HEAD"
                && context.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = 304;
                response.Headers.ContentType = default;
                return 304;
            }
        }

        if (hasLength) response.ContentLength = context.Request.Method == "HEAD" ? answer.Length ?? body.Length : body.Length;
        // Kestrel closes the connection where anything is written to a 204, and be it nothing.
        if (context.Request.Method == "HEAD" || body.IsEmpty) return answer.Status;

        switch (fault?.Kind)
        {
            case FaultKind.CloseDuring:
                await response.BodyWriter.WriteAsync(
                    body[..(body.Length / 2)], context.RequestAborted).ConfigureAwait(false);
                throw new BodyCutException();
            case FaultKind.CutBody when body.Length > fault.Bytes:
                await response.BodyWriter.WriteAsync(body[..fault.Bytes], context.RequestAborted).ConfigureAwait(false);
                throw new BodyCutException();
            case FaultKind.StallBody:
                await StallAsync(context, body[..Math.Min(fault.Bytes, body.Length - 1)]).ConfigureAwait(false);
                return answer.Status;
            case FaultKind.SlowBody:
                var slow = new SlowStream(response.Body, fault.Bytes, fault.Delay, time);
                await using (slow.ConfigureAwait(false))
                    await slow.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
                return answer.Status;
            default:
                await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
                return answer.Status;
        }
    }

    private void WriteHeaders(HttpResponse response, Answer answer)
    {
        if (answer.HasTag)
        {
            response.Headers.XPoweredBy = "Express";
            response.Headers.Vary = "Origin";
        }

        if (answer.HasVersion) response.Headers["X-Daytona-Api-Version"] = Versions.Of(options.Newer);
        foreach ((string name, string value) in answer.Headers) response.Headers[name] = value;
        if (answer.ContentType is not null) response.Headers.ContentType = answer.ContentType;
    }

    private static async Task StallAsync(HttpContext context, ReadOnlyMemory<byte> start)
    {
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.BodyWriter.WriteAsync(start, context.RequestAborted).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task WriteStreamAsync(HttpContext context, Answer answer, Fault? fault)
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
        await answer.Stream!(target, context.RequestAborted).ConfigureAwait(false);
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

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>Sends responses as the service's framework does, with the version, the length and the entity tag.</summary>
internal sealed class ResponseWriter(LocalServerOptions options)
{
    /// <summary>Sends a response, and applies the fault if there is one.</summary>
    /// <returns>The status that was sent; 0 if the connection was closed instead.</returns>
    public async Task<int> WriteAsync(HttpContext context, LocalResponse response, Fault? fault)
    {
        if (response == LocalResponse.Sent) return response.Status;
        try
        {
            if (WriteHead(context, response)) await WriteBodyAsync(context, response, fault).ConfigureAwait(false);
            return context.Response.StatusCode;
        }
        finally
        {
            if (response.Rented is not null) ArrayPool<byte>.Shared.Return(response.Rented);
        }
    }

    /// <returns>Whether a body follows.</returns>
    private bool WriteHead(HttpContext context, LocalResponse response)
    {
        (HttpRequest request, HttpResponse http) = (context.Request, context.Response);
        http.StatusCode = response.Status;
        // Kestrel's own lags by up to a second, and more on a busy machine. Clients compare it with times in responses.
        http.Headers.Date = options.TimeProvider.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (response.Source != ResponseSource.Other) (http.Headers.XPoweredBy, http.Headers.Vary) = ("Express", "Origin");
        if (response.Source == ResponseSource.Api) http.Headers["X-Daytona-Api-Version"] = options.Version;
        foreach ((string name, string value) in response.Headers) http.Headers[name] = value;
        if (response.ContentType is not null) http.Headers.ContentType = response.ContentType;
        if (response.Pieces is not null) return true;

        // Kestrel closes the connection if anything is written to a 204, even nothing.
        if (response.Status is 204 or 304) return false;
        if (response.Source != ResponseSource.Other && !response.Body.IsEmpty)
        {
            http.Headers.ETag = TagOf(response.Body.Span);
            bool isRead = request.Method is "GET" or "HEAD" && response.Status == 200;
            if (isRead && request.Headers.IfNoneMatch == http.Headers.ETag)
            {
                http.StatusCode = 304;
                http.Headers.ContentType = default;
                return false;
            }
        }

        bool isHead = request.Method == "HEAD";
        http.ContentLength = (isHead ? response.Length : null) ?? response.Body.Length;
        return !isHead && !response.Body.IsEmpty;
    }

    private async Task WriteBodyAsync(HttpContext context, LocalResponse response, Fault? fault)
    {
        (HttpResponse http, CancellationToken aborted) = (context.Response, context.RequestAborted);
        if (response.Pieces is not { } pieces)
        {
            if (fault is null)
            {
                await http.BodyWriter.WriteAsync(response.Body, aborted).ConfigureAwait(false);
                return;
            }

            if (fault.Kind == FaultKind.CutBody && response.Body.Length <= fault.Bytes) fault = null;
            else if (fault.Kind == FaultKind.StallBody) fault = fault with { Bytes = Math.Min(fault.Bytes, response.Body.Length - 1) };
            pieces = LocalResponse.WholeAsync(response.Body);
        }

        int? left = fault?.Kind is FaultKind.CutBody or FaultKind.StallBody ? fault.Bytes : null;
        await http.StartAsync(aborted).ConfigureAwait(false);
        // A compressing stream sends the headers only with the first bytes, unless it is flushed.
        await http.Body.FlushAsync(aborted).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> piece in pieces.WithCancellation(aborted).ConfigureAwait(false))
        {
            if (fault?.Kind == FaultKind.CloseDuring) left ??= piece.Length / 2;
            if (fault?.Kind == FaultKind.SlowBody)
            {
                await WriteSlowlyAsync(context, piece, fault).ConfigureAwait(false);
                continue;
            }

            ReadOnlyMemory<byte> sent = piece[..Math.Min(left ?? int.MaxValue, piece.Length)];
            await http.BodyWriter.WriteAsync(sent, aborted).ConfigureAwait(false);
            left -= sent.Length;
            if (left != 0) continue;
            if (fault!.Kind == FaultKind.StallBody) await Task.Delay(Timeout.Infinite, aborted).ConfigureAwait(false);
            throw new BodyCutException();
        }
    }

    private async Task WriteSlowlyAsync(HttpContext context, ReadOnlyMemory<byte> piece, Fault fault)
    {
        for (int at = 0; at < piece.Length; at += fault.Bytes)
        {
            ReadOnlyMemory<byte> part = piece.Slice(at, Math.Min(fault.Bytes, piece.Length - at));
            await context.Response.BodyWriter.WriteAsync(part, context.RequestAborted).ConfigureAwait(false);
            await Task.Delay(fault.Delay, options.TimeProvider, context.RequestAborted).ConfigureAwait(false);
        }
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

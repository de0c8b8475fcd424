using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Faults;

/// <summary>Makes a fault happen to a request: before its work, instead of it, or to its response.</summary>
internal sealed class FaultInjector(ServiceErrors errors, LocalServer server)
{
    private const string ProxyPage = """
        <html>
        <head><title>502 Bad Gateway</title></head>
        <body>
        <center><h1>502 Bad Gateway</h1></center>
        </body>
        </html>

        """;

    /// <summary>Runs a request with its fault.</summary>
    /// <returns>The response, which still has to be sent, cut or slowed down.</returns>
    /// <exception cref="ConnectionAbortException">The fault closes the connection.</exception>
    public async Task<LocalResponse> RunAsync(ApiCall call, Fault fault, Func<ApiCall, ValueTask<LocalResponse>> work)
    {
        if (fault.Kind is not (FaultKind.DelayAfter or FaultKind.SlowBody)) await DelayAsync(call, fault.Delay).ConfigureAwait(false);
        if (fault.Kind == FaultKind.CloseBefore) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.Silence) await DelayAsync(call, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (fault.Kind == FaultKind.Meanwhile) fault.Meanwhile?.Invoke(server);

        LocalResponse response = fault.Kind switch
        {
            FaultKind.Answer => Replace(call, fault),
            FaultKind.HtmlPage => LocalResponse.Text(fault.Status ?? 200, fault.Body ?? ProxyPage, "text/html"),
            FaultKind.Redirect => new LocalResponse(fault.Status ?? 302),
            _ => await work(call).ConfigureAwait(false),
        };
        if (fault.Kind == FaultKind.CloseAfter) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.SilenceAfter) await DelayAsync(call, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (fault.Kind == FaultKind.DelayAfter) await DelayAsync(call, fault.Delay).ConfigureAwait(false);
        ChangeBody(call, response, fault);
        ChangeHead(call, response, fault);
        return response;
    }

    private Task DelayAsync(ApiCall call, TimeSpan delay) => Task.Delay(delay, server.Options.TimeProvider, call.Aborted);

    private void ChangeBody(ApiCall call, LocalResponse response, Fault fault)
    {
        if (fault.Kind == FaultKind.AnswerAfter)
        {
            LocalResponse other = Replace(call, fault);
            (response.Status, response.Body, response.ContentType) = (other.Status, other.Body, other.ContentType);
        }

        ReadOnlyMemory<byte> body = response.Body;
        if (fault.Kind is FaultKind.AnswerAfter or FaultKind.EmptyBody) response.Pieces = null;
        if (fault.Kind == FaultKind.PadBody) response.Pieces = PadAsync(body, fault.Bytes);
        if (fault.Kind == FaultKind.DamagedGzip) response.Headers["Content-Encoding"] = "gzip";
        response.Body = fault.Kind switch
        {
            FaultKind.EmptyBody => default,
            FaultKind.HalfJson => body[..(body.Length / 2)],
            FaultKind.ShufflePage => Shuffle(body),
            FaultKind.ChangeField => JsonField.Change(body, fault.Field!, fault.Value),
            FaultKind.DamagedGzip => Damage(body),
            FaultKind.InvalidUtf8 => BreakText(body),
            _ => body,
        };
    }

    private static void ChangeHead(ApiCall call, LocalResponse response, Fault fault)
    {
        int port = call.Context.Connection.LocalPort;
        if (fault.Kind == FaultKind.WrongContentType) response.ContentType = "text/plain";
        if (fault.Kind == FaultKind.Redirect && !fault.Headers.ContainsKey("Location"))
            response.Headers["Location"] = $"http://localhost:{port}{call.Target}";
        if (fault.Status is { } status) response.Status = status;
        foreach ((string name, string value) in fault.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) response.ContentType = value;
            else if (!name.Equals("Location", StringComparison.OrdinalIgnoreCase)) response.Headers[name] = value;
            else if (value.Length > 0)
                response.Headers[name] = value.Replace("{target}", call.Target, StringComparison.Ordinal)
                    .Replace("{port}", $"{port}", StringComparison.Ordinal);
        }
    }

    private LocalResponse Replace(ApiCall call, Fault fault)
    {
        int status = fault.Status ?? 500;
        // A response from another server does not contain the service's version.
        if (fault.Body is not null)
        {
            return new LocalResponse(status, System.Text.Encoding.UTF8.GetBytes(fault.Body), LocalResponse.JsonType)
            {
                Source = ResponseSource.Framework,
            };
        }

        return errors.Write(call.Target, status, status switch
        {
            429 => "ThrottlerException: Too Many Requests",
            500 => "An unexpected error occurred.",
            _ => ReasonPhrases.GetReasonPhrase(status),
        });
    }

    private static ReadOnlyMemory<byte> Shuffle(ReadOnlyMemory<byte> body)
    {
        // Logs and the storage's XML are no pages.
        bool isObject = body.Span.StartsWith("{"u8);
        if (!isObject || JsonNode.Parse(body.Span) is not JsonObject page || page["items"] is not JsonArray items) return body;
        page["items"] = new JsonArray([.. items.Reverse().Select(static item => item?.DeepClone())]);
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }

    private static byte[] Damage(ReadOnlyMemory<byte> body)
    {
        // Runtimes differ in whether nothing is compressed to nothing.
        if (body.IsEmpty) return [];
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body.Span);
        byte[] bytes = compressed.ToArray();
        // After the header, so that the start is valid.
        for (int i = 10; i < bytes.Length; i++) bytes[i] ^= 0x5A;
        return bytes;
    }

    private static byte[] BreakText(ReadOnlyMemory<byte> body)
    {
        int at = body.Span.IndexOf(":\""u8) + 2;
        return at < 2 ? body.ToArray() : [.. body.Span[..at], 0xC3, 0x28, 0xFF, .. body.Span[at..]];
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PadAsync(ReadOnlyMemory<byte> body, int count)
    {
        await Task.Yield();
        byte[] spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        for (int left = count; left > 0; left -= spaces.Length) yield return spaces.AsMemory(0, Math.Min(left, spaces.Length));
        yield return body;
    }
}

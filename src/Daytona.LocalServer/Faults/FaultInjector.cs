using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Faults;

/// <summary>Makes a fault happen to a request: before its work, instead of it, or to its response.</summary>
internal sealed class FaultInjector(ServiceError errors, TimeProvider time, LocalServer server)
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
    public async Task<ApiResponse> RunAsync(ApiCall call, Fault fault, Func<ApiCall, ValueTask<ApiResponse>> work)
    {
        bool isBefore = fault.Kind is not (FaultKind.DelayAfter or FaultKind.SlowBody);
        if (isBefore && fault.Delay > TimeSpan.Zero) await DelayAsync(call, fault.Delay).ConfigureAwait(false);
        if (fault.Kind == FaultKind.CloseBefore) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.Silence) await DelayAsync(call, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (fault.Kind == FaultKind.Meanwhile) fault.Meanwhile?.Invoke(server);

        ApiResponse response = fault.Kind switch
        {
            FaultKind.Answer => Replace(call, fault),
            FaultKind.HtmlPage => ApiResponse.Text(fault.Status ?? 200, fault.Body ?? ProxyPage, "text/html"),
            FaultKind.Redirect => new ApiResponse(fault.Status ?? 302),
            _ => await work(call).ConfigureAwait(false),
        };
        if (fault.Kind == FaultKind.CloseAfter) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.SilenceAfter)
            await DelayAsync(call, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (fault.Kind == FaultKind.DelayAfter) await DelayAsync(call, fault.Delay).ConfigureAwait(false);
        ChangeBody(call, response, fault);
        ChangeHead(call, response, fault);
        return response;
    }

    private Task DelayAsync(ApiCall call, TimeSpan delay) => Task.Delay(delay, time, call.Aborted);

    private void ChangeBody(ApiCall call, ApiResponse response, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.AnswerAfter:
                ApiResponse other = Replace(call, fault);
                (response.Status, response.Body, response.ContentType) = (other.Status, other.Body, other.ContentType);
                response.Stream = null;
                break;
            case FaultKind.EmptyBody:
                response.Body = default;
                response.Stream = null;
                break;
            case FaultKind.HalfJson:
                response.Body = response.Body[..(response.Body.Length / 2)];
                break;
            case FaultKind.ShufflePage:
                response.Body = Shuffle(response.Body);
                break;
            case FaultKind.ChangeField:
                response.Body = JsonField.Change(response.Body, fault.Field!, fault.Value);
                break;
            case FaultKind.DamagedGzip:
                response.Body = Damage(response.Body);
                response.Add("Content-Encoding", "gzip");
                break;
            case FaultKind.InvalidUtf8:
                response.Body = BreakText(response.Body);
                break;
            case FaultKind.PadBody:
                ReadOnlyMemory<byte> body = response.Body;
                response.Stream = async (target, cancellationToken) =>
                {
                    await WriteSpacesAsync(target, fault.Bytes, cancellationToken).ConfigureAwait(false);
                    await target.WriteAsync(body, cancellationToken).ConfigureAwait(false);
                };
                break;
        }
    }

    private static void ChangeHead(ApiCall call, ApiResponse response, Fault fault)
    {
        int port = call.Context.Connection.LocalPort;
        if (fault.Kind == FaultKind.WrongContentType) response.ContentType = "text/plain";
        if (fault.Kind == FaultKind.Redirect && !fault.Headers.ContainsKey("Location"))
            response.Add("Location", $"http://localhost:{port}{call.Target}");
        if (fault.Status is { } status) response.Status = status;
        foreach ((string name, string value) in fault.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) response.ContentType = value;
            else if (!name.Equals("Location", StringComparison.OrdinalIgnoreCase)) response.Add(name, value);
            else if (value.Length > 0)
                response.Add(name, value.Replace("{target}", call.Target, StringComparison.Ordinal)
                    .Replace("{port}", $"{port}", StringComparison.Ordinal));
        }
    }

    private ApiResponse Replace(ApiCall call, Fault fault)
    {
        int status = fault.Status ?? 500;
        string contentType = fault.Headers.TryGetValue("Content-Type", out string? type) ? type : ApiResponse.Json;
        // A response from another server does not contain the service's version.
        if (fault.Body is not null)
        {
            ApiResponse response = ApiResponse.Text(status, fault.Body, contentType);
            response.HasVersion = false;
            return response;
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
        if (body.Length == 0 || body.Span[0] != '{' || JsonNode.Parse(body.Span) is not JsonObject page || page["items"] is not JsonArray items) return body;
        JsonNode?[] reversed = [.. items.Reverse()];
        items.Clear();
        foreach (JsonNode? item in reversed) items.Add(item);
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }

    private static byte[] Damage(ReadOnlyMemory<byte> body)
    {
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
        if (at < 2) return body.ToArray();
        return [.. body.Span[..at], 0xC3, 0x28, 0xFF, .. body.Span[at..]];
    }

    private static async Task WriteSpacesAsync(Stream target, int count, CancellationToken cancellationToken)
    {
        byte[] spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        for (int left = count; left > 0; left -= spaces.Length)
        {
            int length = Math.Min(left, spaces.Length);
            await target.WriteAsync(spaces.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
    }
}

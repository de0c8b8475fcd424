using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Daytona.Local;

/// <summary>
/// Takes a request from its first byte to the last of its answer: records it, holds it back, and spoils it where a
/// fault says so.
/// </summary>
internal sealed class RequestFlow(
    LocalServerOptions options,
    RequestLog log,
    FaultSet faults,
    ServiceError errors,
    AnswerWriter writer,
    TimeProvider time,
    LocalServer server)
{
    /// <summary>Runs a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isApi">
    /// Whether it is one of the API's: its body is read here, and the server's latency holds for it.
    /// </param>
    /// <param name="work">What answers it.</param>
    public async Task RunAsync(HttpContext context, bool isApi, Func<ApiCall, ValueTask<Answer>> work)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new ApiCall(context, target);
        if (isApi) call.Body = await ReadBodyAsync(context).ConfigureAwait(false);
        RecordedRequest? record = log.Begin(context, target, call.Body);
        Fault? fault = call.Fault = faults.Count == 0 ? null : faults.Find(call.Method, target);
        int status = 0;
        try
        {
            if (isApi && options.Latency > TimeSpan.Zero)
                await Task.Delay(options.Latency, time, call.Aborted).ConfigureAwait(false);
            status = fault is null
                ? await writer.WriteAsync(context, await work(call).ConfigureAwait(false), null).ConfigureAwait(false)
                : await RunAsync(call, fault, work).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException or ConnectionAbortException)
        {
            // The client is gone, or a fault closed the connection.
            context.Abort();
        }
        finally
        {
            log.End(record, status);
        }
    }

    private async Task<int> RunAsync(ApiCall call, Fault fault, Func<ApiCall, ValueTask<Answer>> work)
    {
        bool isBefore = fault.Kind is not (FaultKind.DelayAfter or FaultKind.SlowBody);
        if (isBefore && fault.Delay > TimeSpan.Zero)
            await Task.Delay(fault.Delay, time, call.Aborted).ConfigureAwait(false);
        if (fault.Kind == FaultKind.CloseBefore) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.Meanwhile) fault.Meanwhile?.Invoke(server);

        Answer answer = fault.Kind switch
        {
            FaultKind.Answer => Replace(call, fault),
            FaultKind.HtmlPage => Answer.Text(fault.Status ?? 200, fault.Body ?? ProxyPage, "text/html"),
            FaultKind.Redirect => new Answer(fault.Status ?? 302),
            _ => await work(call).ConfigureAwait(false),
        };
        if (fault.Kind == FaultKind.CloseAfter) throw new ConnectionAbortException();
        if (fault.Kind == FaultKind.DelayAfter) await Task.Delay(fault.Delay, time, call.Aborted).ConfigureAwait(false);

        Spoil(call, answer, fault);
        return await writer.WriteAsync(call.Context, answer, fault).ConfigureAwait(false);
    }

    private void Spoil(ApiCall call, Answer answer, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.AnswerAfter:
                Answer other = Replace(call, fault);
                (answer.Status, answer.Body, answer.ContentType) = (other.Status, other.Body, other.ContentType);
                answer.Stream = null;
                break;
            case FaultKind.EmptyBody:
                answer.Body = default;
                answer.Stream = null;
                break;
            case FaultKind.HalfJson:
                answer.Body = answer.Body[..(answer.Body.Length / 2)];
                break;
            case FaultKind.WrongContentType:
                answer.ContentType = "text/plain";
                break;
            case FaultKind.Redirect when !fault.Headers.ContainsKey("Location"):
                answer.Add("Location", $"http://localhost:{call.Context.Connection.LocalPort}{call.Target}");
                break;
            case FaultKind.ShufflePage:
                answer.Body = Shuffle(answer.Body);
                break;
        }

        if (fault.Status is { } status) answer.Status = status;
        foreach ((string name, string value) in fault.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) answer.ContentType = value;
            else answer.Headers.Add(new(name, value));
        }
    }

    private Answer Replace(ApiCall call, Fault fault)
    {
        int status = fault.Status ?? 500;
        string contentType = fault.Headers.TryGetValue("Content-Type", out string? type) ? type : Answer.Json;
        if (fault.Body is not null) return Answer.Text(status, fault.Body, contentType);
        return errors.Write(call.Target, status, status switch
        {
            429 => "ThrottlerException: Too Many Requests",
            500 => "An unexpected error occurred.",
            _ => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        });
    }

    private static ReadOnlyMemory<byte> Shuffle(ReadOnlyMemory<byte> body)
    {
        if (JsonNode.Parse(body.Span) is not JsonObject page || page["items"] is not JsonArray items) return body;
        JsonNode?[] reversed = [.. items.Reverse()];
        items.Clear();
        foreach (JsonNode? item in reversed) items.Add(item);
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        // Above the limit the rest is read and dropped: who only looks at the answer must not find a closed connection.
        if (context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
            return default;

        using var body = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (true)
            {
                int read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false);
                if (read == 0) break;
                if (body.Length <= ApiPipeline.MaxBodyBytes) body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    private const string ProxyPage = """
        <html>
        <head><title>502 Bad Gateway</title></head>
        <body>
        <center><h1>502 Bad Gateway</h1></center>
        </body>
        </html>

        """;
}

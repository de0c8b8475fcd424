using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Daytona.Local.Http;

/// <summary>
/// Handles a request from its first byte to the last of its response: records it, delays it, and applies a fault.
/// </summary>
internal sealed class RequestHandler(
    LocalServerOptions options,
    RequestLog log,
    FaultSet faults,
    FaultInjector injector,
    ResponseWriter writer,
    TimeProvider time)
{
    /// <summary>Runs a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isApi">
    /// Whether it is one of the API's: its body is read here, and the server's latency holds for it.
    /// </param>
    /// <param name="work">The handler.</param>
    public async Task RunAsync(HttpContext context, bool isApi, Func<ApiCall, ValueTask<ApiResponse>> work)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new ApiCall(context, target);
        Fault? fault = call.Fault = faults.Count == 0 ? null : faults.Find(call.Method, target);
        if (fault?.Kind == FaultKind.CutRequest)
            context.Request.Body = new CutRequestStream(context.Request.Body, fault.Bytes);
        RecordedRequest? record = null;
        int status = 0;
        try
        {
            if (isApi) call.Body = await ReadBodyAsync(context).ConfigureAwait(false);
            record = log.Begin(context, target, call.Body);
            if (isApi && options.Latency > TimeSpan.Zero)
                await Task.Delay(options.Latency, time, call.Aborted).ConfigureAwait(false);
            ApiResponse response = fault is null
                ? await work(call).ConfigureAwait(false)
                : await injector.RunAsync(call, fault, work).ConfigureAwait(false);
            status = await writer.WriteAsync(context, response, fault).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException or ConnectionAbortException)
        {
            // The client has disconnected, or a fault closed the connection, perhaps in the middle of the request's body.
            record ??= log.Begin(context, target, default);
            context.Abort();
        }
        finally
        {
            log.End(record, status);
        }
    }

    // The API allows much less, and the toolbox does not limit commands.
    private const int MaxBodyBytes = 1024 * 1024;

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        // Above the limit the rest is read and dropped: a client that looks only at the response must not find a closed
        // connection.
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
                if (body.Length <= MaxBodyBytes) body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Daytona.Local.Http;

/// <summary>Handles a request from its first byte to the last of its response: records it, delays it, and applies a fault.</summary>
internal sealed class RequestHandler(
    LocalServer server, RequestLog log, FaultInjector injector, ResponseWriter writer)
{
    /// <summary>Runs a request. One of the API has its body read here, and the server's latency.</summary>
    public async Task RunAsync(HttpContext context, bool isApi, Func<ApiCall, ValueTask<LocalResponse>> work)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new ApiCall(context, target);
        Fault? fault = call.Fault = server.Faults.Find(call.Method, target);
        RecordedRequest? record = null;
        int status = 0;
        try
        {
            if (fault?.Kind == FaultKind.CutRequest)
                context.Request.Body = await CutRequestBody.ReadAsync(context.Request.Body, fault.Bytes, call.Aborted).ConfigureAwait(false);
            if (isApi && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
                call.Body = await ReadBodyAsync(call).ConfigureAwait(false);
            record = log.Begin(context, target, call.Body);
            if (isApi && server.Options.Latency > TimeSpan.Zero)
                await Task.Delay(server.Options.Latency, server.Options.TimeProvider, call.Aborted).ConfigureAwait(false);
            LocalResponse response = fault is null
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

    // The whole of it: a client that looks only at the response must not find a closed connection.
    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(ApiCall call)
    {
        using var body = new MemoryStream();
        await call.Context.Request.Body.CopyToAsync(body, call.Aborted).ConfigureAwait(false);
        return body.ToArray();
    }

    /// <summary>The start of a request's body, after which the connection is closed.</summary>
    private sealed class CutRequestBody(byte[] received, bool isCut) : MemoryStream(received)
    {
        public static async ValueTask<Stream> ReadAsync(Stream body, int bytes, CancellationToken cancellationToken)
        {
            byte[] start = new byte[bytes];
            int read = await body.ReadAtLeastAsync(start, bytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new CutRequestBody(start[..read], read == bytes);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            isCut && Position == Length ? throw new ConnectionAbortException() : base.ReadAsync(buffer, cancellationToken);
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>The latest requests, and the waits for requests.</summary>
internal sealed class RequestLog(LocalServerOptions options)
{
    // The maximum number of bytes of bodies; beyond it, the oldest requests are dropped.
    private const long MaxBodyBytes = 32 * 1024 * 1024;

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ChangeSignal _signal = new();
    private long _total;
    private long _bodyBytes;

    /// <summary>The number of requests since the start.</summary>
    public long Total => Volatile.Read(ref _total);

    public IReadOnlyList<RecordedRequest> ToList() => [.. _requests];

    public void Clear()
    {
        while (TryDrop()) { }
    }

    public RecordedRequest? Begin(HttpContext context, string target, ReadOnlyMemory<byte> body)
    {
        Interlocked.Increment(ref _total);
        if (options.RecordedRequests <= 0) return null;

        var request = new RecordedRequest(context, target, body, options.TimeProvider.GetUtcNow());
        _requests.Enqueue(request);
        Interlocked.Add(ref _bodyBytes, body.Length);
        while ((_requests.Count > options.RecordedRequests || Volatile.Read(ref _bodyBytes) > MaxBodyBytes) && TryDrop()) { }
        _signal.Raise();
        return request;
    }

    public void End(RecordedRequest? request, int status)
    {
        if (request is null) return;
        (request.Status, request.IsFinished) = (status, true);
        _signal.Raise();
    }

    /// <summary>The first recorded request, or the next to come, that fulfils the condition.</summary>
    public async Task<RecordedRequest> WaitAsync(Func<RecordedRequest, bool> condition, CancellationToken cancellationToken)
    {
        RecordedRequest? found = null;
        await _signal.WaitAsync(() => (found = _requests.FirstOrDefault(condition)) is not null, cancellationToken).ConfigureAwait(false);
        return found!;
    }

    private bool TryDrop()
    {
        if (!_requests.TryDequeue(out RecordedRequest? oldest)) return false;
        Interlocked.Add(ref _bodyBytes, -oldest.BodyLength);
        return true;
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>The latest requests, and the waits for requests.</summary>
internal sealed class RequestLog(LocalServerOptions options, TimeProvider time)
{
    /// <summary>The maximum number of bytes of bodies; beyond it, the oldest requests are dropped.</summary>
    public const long MaxBodyBytes = 32 * 1024 * 1024;

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<Waiter, byte> _waiters = new();
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
        int max = options.RecordedRequests;
        if (max <= 0 && _waiters.IsEmpty) return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in context.Request.Headers) headers[header.Key] = header.Value.ToString();
        var request = new RecordedRequest(
            context.Request.Method, target, context.Connection.LocalPort, headers, body, time.GetUtcNow());
        if (max > 0)
        {
            _requests.Enqueue(request);
            Interlocked.Add(ref _bodyBytes, body.Length);
        }

        while ((_requests.Count > max || Volatile.Read(ref _bodyBytes) > MaxBodyBytes) && TryDrop()) { }
        Notify(request);
        return request;
    }

    public void End(RecordedRequest? request, int status)
    {
        if (request is null) return;
        request.Status = status;
        request.IsFinished = true;
        Notify(request);
    }

    /// <summary>The first recorded request, or the next to come, that fulfils the condition.</summary>
    public async Task<RecordedRequest> WaitAsync(
        Func<RecordedRequest, bool> condition, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(condition, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiters[waiter] = 0;
        try
        {
            foreach (RecordedRequest request in _requests)
            {
                if (condition(request)) return request;
            }

            return await waiter.Found.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiters.TryRemove(waiter, out _);
        }
    }

    private bool TryDrop()
    {
        if (!_requests.TryDequeue(out RecordedRequest? oldest)) return false;
        Interlocked.Add(ref _bodyBytes, -oldest.BodyLength);
        return true;
    }

    private void Notify(RecordedRequest request)
    {
        foreach (Waiter waiter in _waiters.Keys)
        {
            if (waiter.Condition(request)) waiter.Found.TrySetResult(request);
        }
    }

    private sealed record Waiter(Func<RecordedRequest, bool> Condition, TaskCompletionSource<RecordedRequest> Found);
}

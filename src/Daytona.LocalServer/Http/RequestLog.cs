using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Http;

/// <summary>The latest requests, and the waits for requests.</summary>
internal sealed class RequestLog(LocalServerOptions options)
{
    /// <summary>The maximum number of bytes of bodies; beyond it, the oldest requests are dropped.</summary>
    public const long MaxBodyBytes = 32 * 1024 * 1024;

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<RecordedRequest>, Func<RecordedRequest, bool>> _waiters = new();
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

        var request = new RecordedRequest(context, target, body, options.TimeProvider.GetUtcNow());
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
        (request.Status, request.IsFinished) = (status, true);
        Notify(request);
    }

    /// <summary>The first recorded request, or the next to come, that fulfils the condition.</summary>
    public async Task<RecordedRequest> WaitAsync(Func<RecordedRequest, bool> condition, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters[found] = condition;
        try
        {
            return _requests.FirstOrDefault(condition) ?? await found.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiters.TryRemove(found, out _);
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
        foreach ((TaskCompletionSource<RecordedRequest> found, Func<RecordedRequest, bool> condition) in _waiters)
        {
            if (condition(request)) found.TrySetResult(request);
        }
    }
}

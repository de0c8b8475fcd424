using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local;

/// <summary>The requests of late, and those who wait for one.</summary>
internal sealed class RequestLog(LocalServerOptions options, TimeProvider time)
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<Waiter, byte> _waiters = new();
    private long _total;

    /// <summary>How many came since the start.</summary>
    public long Total => Volatile.Read(ref _total);

    public IReadOnlyList<RecordedRequest> ToList() => [.. _requests];

    public void Clear() => _requests.Clear();

    public RecordedRequest? Begin(HttpContext context, string target, ReadOnlyMemory<byte> body)
    {
        Interlocked.Increment(ref _total);
        int most = options.RecordedRequests;
        if (most <= 0 && _waiters.IsEmpty) return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in context.Request.Headers) headers[header.Key] = header.Value.ToString();
        var request = new RecordedRequest(
            context.Request.Method, target, context.Connection.LocalPort, headers, body, time.GetUtcNow());
        if (most > 0) _requests.Enqueue(request);
        while (_requests.Count > most && _requests.TryDequeue(out _)) { }
        Tell(request);
        return request;
    }

    public void End(RecordedRequest? request, int status)
    {
        if (request is null) return;
        request.Status = status;
        request.IsFinished = true;
        Tell(request);
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

    private void Tell(RecordedRequest request)
    {
        foreach (Waiter waiter in _waiters.Keys)
        {
            if (waiter.Condition(request)) waiter.Found.TrySetResult(request);
        }
    }

    private sealed record Waiter(Func<RecordedRequest, bool> Condition, TaskCompletionSource<RecordedRequest> Found);
}

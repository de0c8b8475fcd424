using System.Runtime.ExceptionServices;

namespace Daytona.Snapshots.Client.Operations;

/// <summary>Runs work in parallel, a few items at a time. .NET Framework has no Parallel.ForEachAsync.</summary>
internal static class BoundedParallel
{
    /// <summary>Runs work for each item. The first failure cancels the others, and is thrown when all have ended.</summary>
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> SelectAsync<T, TResult>(
        IReadOnlyCollection<T> items, int parallelism, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await RunAsync<(T Item, int Index)>(
            (begin, _) =>
            {
                foreach ((T, int) item in items.Select(static (item, i) => (item, i))) begin(item);
                return Task.CompletedTask;
            },
            parallelism,
            async (it, token) => results[it.Index] = await work(it.Item, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return results;
    }

    /// <summary>Runs work for each item as it is produced. The first failure cancels all, and is thrown when all have ended.</summary>
    public static async Task RunAsync<T>(
        Func<Action<T>, CancellationToken, Task> produce, int parallelism, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (parallelism < 1) throw new ArgumentOutOfRangeException(nameof(parallelism), parallelism, "At least one item must run at a time.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(parallelism);
        ExceptionDispatchInfo? failure = null;
        var running = new List<Task>();
        await StopOnFailureAsync(() => produce(item => running.Add(StopOnFailureAsync(() => WorkAsync(item))), stop.Token)).ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        // The first failure, and not the exceptions of what it has canceled.
        failure?.Throw();

        async Task WorkAsync(T item)
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                await work(item, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }

        async Task StopOnFailureAsync(Func<Task> action)
        {
            try
            {
                await action().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
            }
        }
    }
}

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
        if (parallelism < 1) throw new ArgumentOutOfRangeException(nameof(parallelism), parallelism, "At least one item must run at a time.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(parallelism);
        ExceptionDispatchInfo? failure = null;
        Task<TResult>[] tasks = [.. items.Select(RunAsync)];
        try
        {
            return await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch
        {
            // Not the exceptions of the items that were stopped.
            cancellationToken.ThrowIfCancellationRequested();
            failure?.Throw();
            throw;
        }

        async Task<TResult> RunAsync(T item)
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await work(item, stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
                throw;
            }
            finally
            {
                slots.Release();
            }
        }
    }
}

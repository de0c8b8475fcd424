namespace Daytona.Snapshots.Client.Oci;

/// <summary>Runs work in parallel, a few items at a time. .NET Framework has no Parallel.ForEachAsync.</summary>
internal static class BoundedParallel
{
    /// <summary>Runs work for each item. The first failure stops the rest.</summary>
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> SelectAsync<T, TResult>(
        IReadOnlyCollection<T> items, int parallelism, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(parallelism);
        Exception? failure = null;
        Task<TResult>[] tasks = [.. items.Select(RunAsync)];
        try
        {
            return await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch when (failure is not null && !cancellationToken.IsCancellationRequested)
        {
            // Not the exceptions of the items that were stopped.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
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
                Interlocked.CompareExchange(ref failure, exception, null);
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

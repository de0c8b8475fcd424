namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Deletes the sandboxes that tests of earlier runs left behind, once for all tests of a client.</summary>
internal sealed class AbandonedSandboxes(ISandboxesClient sandboxes, TimeProvider time, IClientObserver? observer)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private Task? _sweep;

    /// <summary>Deletes them, or waits until another test has. A failure is only reported.</summary>
    /// <param name="remaining">The remaining time of the test, of which the clean-up takes at most half; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the clean-up.</param>
    public Task SweepAsync(TimeSpan? remaining, CancellationToken cancellationToken)
    {
        TimeSpan half = TimeSpan.FromTicks((remaining ?? TimeSpan.MaxValue).Ticks / 2);
        lock (_lock) return _sweep ??= RunAsync(half < MaxDuration ? half : MaxDuration, cancellationToken);
    }

    private async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(duration);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            foreach (Sandbox sandbox in await sandboxes.ListAsync(TestSandboxLabels.Common, either.Token).ConfigureAwait(false))
            {
                if (!TestSandboxLabels.IsExpired(sandbox, time.GetUtcNow())) continue;
                observer?.OnNotice($"Deleting sandbox '{sandbox.Name}', which an earlier test left behind.");
                await sandboxes.RemoveAsync(sandbox.Id, either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            observer?.OnNotice($"Sandboxes that earlier tests left behind could not be deleted: {exception.Message}");
        }
    }
}

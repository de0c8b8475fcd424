namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Deletes the sandboxes that tests of earlier runs left behind, once for all tests of a client.</summary>
internal sealed class AbandonedSandboxes(ISandboxesClient sandboxes, TimeProvider time, IClientObserver? observer)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private Task? _sweep;

    /// <summary>Deletes them, or waits until another test has. A failure is only reported.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _sweep ??= RunAsync(cancellationToken);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(MaxDuration);
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

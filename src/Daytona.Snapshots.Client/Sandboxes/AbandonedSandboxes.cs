using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Deletes the sandboxes that tests of earlier runs left behind, once for all tests of a client.</summary>
internal sealed class AbandonedSandboxes(ClientSession session, SandboxesClient sandboxes)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(10);

    // One that can't be deleted must not hide the others.
    private static readonly TimeSpan MaxDurationOfEach = TimeSpan.FromSeconds(5);

    private const int MaxConcurrent = 8;

    private readonly object _lock = new();
    private Task? _sweep;

    /// <summary>Deletes them, or waits until another test has. A failure is only reported.</summary>
    /// <param name="deadline">The time limit of the test, of whose rest the clean-up takes at most half.</param>
    public Task SweepAsync(Deadline deadline)
    {
        TimeSpan half = TimeSpan.FromTicks((deadline.Remaining ?? TimeSpan.MaxValue).Ticks / 2);
        lock (_lock) return _sweep ??= RunAsync(new Deadline(half < MaxDuration ? half : MaxDuration, session.Time, deadline.Caller));
    }

    private async Task RunAsync(Deadline limit)
    {
        try
        {
            IReadOnlyList<Sandbox> found = await limit.RunAsync(token => sandboxes.ListAsync(TestSandbox.CommonLabels, token))
                .ConfigureAwait(false);
            Sandbox[] left = [.. found.Where(sandbox => !sandbox.IsDestroyed && TestSandbox.IsExpired(sandbox, session.ServiceClock.Now))];
            await BoundedParallel.SelectAsync(left, MaxConcurrent, (sandbox, token) => TryRemoveAsync(sandbox, limit, token), limit.Caller)
                .ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            session.Observer?.OnNotice($"The sandboxes of earlier tests could not be listed: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            // The test reports its own cancellation.
        }
    }

    private async Task<bool> TryRemoveAsync(Sandbox sandbox, Deadline limit, CancellationToken cancellationToken)
    {
        try
        {
            session.Observer?.OnNotice($"Deleting sandbox '{sandbox.Name}', which an earlier test left behind.");
            return await new Deadline(MaxDurationOfEach, limit, cancellationToken)
                .RunAsync(token => sandboxes.RemoveAsync(sandbox.Id, waitsForChanges: false, token)).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            session.Observer?.OnNotice($"Sandbox '{sandbox.Name}' of an earlier test could not be deleted: {exception.Message}");
            return false;
        }
    }
}

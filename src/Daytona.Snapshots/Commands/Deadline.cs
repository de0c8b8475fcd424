using System.Diagnostics;

namespace Daytona.Snapshots.Commands;

/// <summary>The time that a caller gives to something that takes several requests and waits. It begins at once.</summary>
/// <param name="timeout">The time; null for ever.</param>
internal sealed class Deadline(TimeSpan? timeout)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>What is left of it; null for ever.</summary>
    public TimeSpan? Left => timeout is { } time ? TimeSpan.FromTicks(Math.Max(0, (time - _clock.Elapsed).Ticks)) : null;

    /// <summary>Sends a request, and waits no longer for it than what is left: neither for its answer nor at a rate limit.</summary>
    /// <exception cref="SnapshotTimeoutException">The time is over.</exception>
    public async Task<T> KeepAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (Left is { } left) limit.CancelAfter(left);
        try
        {
            return await request(limit.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new SnapshotTimeoutException("The service did not take the request in time.") { Timeout = timeout!.Value };
        }
    }

    /// <inheritdoc cref="KeepAsync{T}"/>
    public Task KeepAsync(Func<CancellationToken, Task> request, CancellationToken stopping) => KeepAsync(
        async token =>
        {
            await request(token);
            return true;
        },
        stopping);
}

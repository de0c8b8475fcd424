using System.Collections.Concurrent;

namespace Daytona.Snapshots.Pipeline;

/// <summary>
/// Work that continues after its cmdlet was stopped, such as removing an update's temporary snapshot. The prompt returns at
/// once; the process waits for the work when it exits.
/// </summary>
internal static class PendingCleanup
{
    private static readonly TimeSpan MaxExitDelay = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<Task, bool> Pending = new();

    static PendingCleanup() => AppDomain.CurrentDomain.ProcessExit +=
        static (_, _) => Task.WhenAll(Pending.Keys).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(MaxExitDelay);

    /// <summary>Adds work whose failures are already handled.</summary>
    public static void Add(Task work)
    {
        Pending[work] = true;
        work.ContinueWith(
            static done => Pending.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}

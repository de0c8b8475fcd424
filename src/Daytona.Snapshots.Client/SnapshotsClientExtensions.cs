using System.Runtime.CompilerServices;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>Listings as asynchronous sequences, and the most common wait.</summary>
public static class SnapshotsClientExtensions
{
    /// <summary>
    /// Lists snapshots, newest first, general snapshots last. A listing contains every snapshot that exists for its whole duration, even
    /// if others are created or deleted meanwhile. The IDs of all that were listed stay in memory until its end.
    /// </summary>
    /// <param name="snapshots">The client.</param>
    /// <param name="filter">Limits the listing; null for all snapshots.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The snapshots, as their pages arrive.</returns>
    /// <exception cref="DaytonaApiException">The service refused.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached.</exception>
    public static async IAsyncEnumerable<Snapshot> ListAsync(
        this ISnapshotsClient snapshots, SnapshotFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (snapshots is null) throw new ArgumentNullException(nameof(snapshots));
        using ISnapshotPager pager = snapshots.GetPager(filter);
        while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (Snapshot snapshot in page) yield return snapshot;
        }
    }

    /// <summary>Tests a snapshot as <see cref="ISnapshotsClient.TestAsync"/> does, and throws if it fails. For <see cref="UpdateSnapshotOptions.VerifyAsync"/>.</summary>
    /// <param name="snapshots">The client.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">The commands and the time limit; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the test, and deletes the sandbox.</param>
    /// <returns>A task that ends when the snapshot has passed.</returns>
    /// <exception cref="SnapshotTestException">The snapshot failed its test.</exception>
    public static async Task EnsurePassesAsync(
        this ISnapshotsClient snapshots, Snapshot snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (snapshots is null) throw new ArgumentNullException(nameof(snapshots));
        SnapshotTestResult result = await snapshots.TestAsync(snapshot, options, cancellationToken).ConfigureAwait(false);
        if (!result.Success) throw new SnapshotTestException(result);
    }

    /// <summary>Waits until a snapshot is active.</summary>
    /// <param name="snapshots">The client.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="timeout">The time limit; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The active snapshot.</returns>
    /// <exception cref="SnapshotException">The snapshot failed, or was removed or changed meanwhile.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public static async Task<Snapshot> WaitUntilActiveAsync(
        this ISnapshotsClient snapshots, Snapshot snapshot, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        if (snapshots is null) throw new ArgumentNullException(nameof(snapshots));
        if (snapshot is null) throw new ArgumentNullException(nameof(snapshot));
        Snapshot? last = await snapshots.WaitAsync(
            snapshot.Id,
            new SnapshotWaitOptions { Until = SnapshotCompletion.IsOver, Timeout = timeout, Known = snapshot },
            cancellationToken).ConfigureAwait(false);
        return SnapshotCompletion.EnsureActive(snapshot.Name, last, failure: null);
    }
}

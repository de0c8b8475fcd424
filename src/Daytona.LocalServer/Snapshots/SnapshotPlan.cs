namespace Daytona.Local.Snapshots;

/// <summary>The plan for a pending snapshot. <see cref="Timeout.InfiniteTimeSpan"/> holds it in a state.</summary>
/// <param name="QueueTime">How long it stays pending.</param>
/// <param name="WorkTime">How long it is pulled or built.</param>
/// <param name="ValidationTime">How long it stays <c>building</c> after its log has ended.</param>
/// <param name="Size">The size of its image in GB, known as soon as it is pulled and once it is built.</param>
/// <param name="Failure">The error; null if it succeeds.</param>
/// <param name="FinalState">The state it ends in.</param>
/// <param name="Log">The lines of the build log, instead of the simulated ones; one that ends in <c>\r</c> has no line feed.</param>
/// <param name="IsRefused">Whether it fails immediately on the runner, without pulling or building.</param>
public sealed record SnapshotPlan(
    TimeSpan QueueTime = default, TimeSpan WorkTime = default, TimeSpan ValidationTime = default, double Size = 0.25,
    string? Failure = null, string FinalState = "active", IReadOnlyList<string>? Log = null,
    bool IsRefused = false);

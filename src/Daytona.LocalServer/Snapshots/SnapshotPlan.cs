namespace Daytona.Local.Snapshots;

/// <summary>The plan for a pending snapshot.</summary>
public sealed record SnapshotPlan
{
    /// <summary>How long it stays pending. <see cref="Timeout.InfiniteTimeSpan"/> holds it there.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>How long it is pulled or built. <see cref="Timeout.InfiniteTimeSpan"/> holds it there.</summary>
    public TimeSpan WorkTime { get; init; }

    /// <summary>How long it stays <c>building</c> after its log has ended.</summary>
    public TimeSpan ValidationTime { get; init; }

    /// <summary>The size of its image in GB, known as soon as it is pulled and once it is built.</summary>
    public double Size { get; init; } = 0.25;

    /// <summary>The error; null if it succeeds.</summary>
    public string? Failure { get; init; }

    /// <summary>The state it ends in.</summary>
    public string FinalState { get; init; } = "active";

    /// <summary>
    /// The lines of the build log, instead of the simulated ones; one that ends in <c>\r</c> has no line feed.
    /// </summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>
    /// Whether a followed log ends although the build fails. The real one does not: its reader waits for the image.
    /// </summary>
    public bool FollowedLogEnds { get; init; }

    /// <summary>Whether it fails immediately on the runner, without pulling or building.</summary>
    public bool IsRefused { get; init; }
}

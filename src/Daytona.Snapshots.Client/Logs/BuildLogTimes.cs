namespace Daytona.Snapshots.Client.Logs;

/// <summary>The wait times of a build log reader.</summary>
internal sealed record BuildLogTimes
{
    /// <summary>The silence after which an incomplete line is shown, such as a prompt or a slow progress bar.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The silence after which the connection of a followed log is replaced. Builds are silent for minutes, but so is a dead
    /// connection.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The silence after which the connection of a log that is not followed is closed. Its server already has the whole log.
    /// </summary>
    public TimeSpan IdleAtEnd { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The time limit for a log that is not followed.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The waits before a new connection, which double with each consecutive connection without data.</summary>
    public Backoff Reconnection { get; init; } = new() { First = TimeSpan.FromMilliseconds(250), Max = TimeSpan.FromSeconds(30) };

    /// <summary>The wait between two requests for a log that can't be followed.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The time limit for the rest of a log after a build that failed, which it explains. The creation waits for it.</summary>
    public TimeSpan RestOfFailure { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The time limit for the rest of a log after a build that did not fail.</summary>
    public TimeSpan RestOfSuccess { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The times under a time limit for single operations.</summary>
    public static BuildLogTimes Within(TimeSpan limit)
    {
        var times = new BuildLogTimes { Whole = limit };
        return limit == Timeout.InfiniteTimeSpan || limit > times.IdleAtEnd ? times : times with { IdleAtEnd = limit };
    }
}

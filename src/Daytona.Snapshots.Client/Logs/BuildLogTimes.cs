namespace Daytona.Snapshots.Client.Logs;

/// <summary>How long a reader of logs waits for what.</summary>
internal sealed record BuildLogTimes
{
    /// <summary>The quiet after which a part of a line is shown without its end, as a prompt or a slow progress bar.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The silence after which a connection is given up and a new one made. Builds are silent for minutes, but so is a
    /// connection whose other end has vanished.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The wait before a new connection, after one that brought something.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait before a new connection: it doubles with each in a row that brought nothing.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait between two looks at a log that can't be followed.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the rest of a log may take after a build that failed, which it explains. Its creation waits for that.</summary>
    public TimeSpan RestOfFailure { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the rest of a log may take after a build that did not fail.</summary>
    public TimeSpan RestOfSuccess { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait before the next connection.</summary>
    /// <param name="fruitless">How many in a row brought nothing.</param>
    public TimeSpan DelayAfter(int fruitless) => TimeSpan.FromTicks(
        Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << Math.Min(fruitless, 16)));
}

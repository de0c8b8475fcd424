namespace Daytona.Snapshots.Client.Operations;

/// <summary>When a wait reads.</summary>
internal sealed record WaitTimes
{
    // The first polls come quickly, because a cached build is active at once; a long build does not need them.
    private static readonly TimeSpan[] FirstPolls =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1),
    ];

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>The times of a wait for one thing.</summary>
    public static WaitTimes Default { get; } = new();

    /// <summary>Whether polls come more often at the start.</summary>
    public bool StartsFast { get; init; } = true;

    /// <summary>The time between polls without a channel.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between polls without a channel, after a minute.</summary>
    public TimeSpan LatePoll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The time between reads while the channel is open and silent.</summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The time after which is first read despite signals, because one may be lost.</summary>
    public TimeSpan FirstSafety { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The longest time between two reads despite signals.</summary>
    public TimeSpan MaxSafety { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The time until the next read.</summary>
    public TimeSpan Next(Listener listener, TimeSpan elapsed) =>
        !listener.IsLive ? NextPoll(elapsed) : !listener.HasHeard ? Silent : elapsed < FirstSafety ? FirstSafety : MaxSafety;

    // Polls have fixed times from the start of the wait, so that the duration of each does not add up; a poll that would closely
    // follow a slow one is skipped.
    private TimeSpan NextPoll(TimeSpan elapsed)
    {
        foreach (TimeSpan poll in StartsFast ? FirstPolls : [])
        {
            if (poll > elapsed) return poll - elapsed;
        }

        TimeSpan delay = elapsed < Late ? Poll : LatePoll;
        long pollNumber = (elapsed.Ticks + (delay.Ticks / 2)) / delay.Ticks + 1;
        return TimeSpan.FromTicks(pollNumber * delay.Ticks) - elapsed;
    }
}

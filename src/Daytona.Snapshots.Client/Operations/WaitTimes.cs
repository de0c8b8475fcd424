namespace Daytona.Snapshots.Client.Operations;

/// <summary>When a wait reads.</summary>
/// <param name="StartsFast">Whether polls come more often at the start.</param>
/// <param name="Poll">The time between polls without a channel.</param>
/// <param name="LatePoll">The time between polls without a channel, after a minute.</param>
/// <param name="Silent">The time between reads while the channel is open and silent.</param>
/// <param name="FirstSafety">The time after which is first read despite signals, because one may be lost.</param>
/// <param name="MaxSafety">The longest time between two reads despite signals.</param>
internal sealed record WaitTimes(bool StartsFast, TimeSpan Poll, TimeSpan LatePoll, TimeSpan Silent, TimeSpan FirstSafety, TimeSpan MaxSafety)
{
    // The first polls come quickly, because a cached build is active at once; a long build does not need them.
    private static readonly TimeSpan[] FirstPolls =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1),
    ];

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxForPages = TimeSpan.FromMinutes(1);

    /// <summary>The times of a wait for one thing.</summary>
    public static WaitTimes Default { get; } = new(
        StartsFast: true, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15));

    /// <summary>The times of a wait that reads this many pages each time.</summary>
    public static WaitTimes ForPages(int pages)
    {
        TimeSpan poll = ForAll(Default.Silent);
        TimeSpan safety = ForAll(Default.MaxSafety);
        return new WaitTimes(StartsFast: false, poll, poll, poll, safety, safety);

        TimeSpan ForAll(TimeSpan perPage) => TimeSpan.FromTicks(Math.Min(perPage.Ticks * pages, MaxForPages.Ticks));
    }

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

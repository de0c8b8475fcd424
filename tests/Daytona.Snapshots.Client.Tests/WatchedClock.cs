using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>A clock that the test sets, and that tells when somebody begins to wait for it.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until so many waits more have begun.</summary>
    public async Task WaitForWaitersAsync(int count, CancellationToken cancellationToken)
    {
        for (int waiter = 0; waiter < count; waiter++) await _begun.Reader.ReadAsync(cancellationToken);
    }

    /// <summary>Waits until a wait of this length has begun.</summary>
    public async Task WaitForWaiterAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        while (await _begun.Reader.ReadAsync(cancellationToken) != length)
        {
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        // A source that cancels after some time is a limit, and not a wait.
        if (state is not CancellationTokenSource) _begun.Writer.TryWrite(dueTime);
        return timer;
    }
}

using System.Runtime.CompilerServices;
using System.Text;

namespace Daytona.Local.Builds;

/// <summary>The log of a build, computed from the clock: a read returns the lines up to the current time.</summary>
/// <param name="lines">The lines; one that ends in a carriage return or in nothing is written without a line feed.</param>
/// <param name="duration">The time until its last line. If it is infinite, the last line never appears.</param>
/// <param name="hasEnd">Whether a follower is released at its end: not if the build fails, since the runner waits for the image.</param>
/// <param name="time">The clock.</param>
internal sealed class BuildLog(IReadOnlyList<string> lines, TimeSpan duration, bool hasEnd, TimeProvider time)
{
    // The interval at which the service's runner checks for the image, and the time that it continues to send.
    private static readonly TimeSpan EndAfterImage = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly byte[][] _pieces = [.. lines.Select(static line => Encoding.UTF8.GetBytes(line.EndsWith('\r') ? line : line + "\n"))];
    private volatile bool _isComplete;

    public byte[] ToArray() => [.. _pieces.TakeWhile((_, line) => DueTime(line) <= time.GetUtcNow()).SelectMany(static piece => piece)];

    public override string ToString() => Encoding.UTF8.GetString(ToArray());

    /// <summary>Ends the build. A timer may be slightly ahead of the clock, and the log must be complete.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>The log from its first byte, as it grows, until the image exists.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < _pieces.Length; i++)
        {
            if (DueTime(i) is not { } due) await DelayAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            else await DelayAsync(due - time.GetUtcNow()).ConfigureAwait(false);
            yield return _pieces[i];
        }

        await DelayAsync(hasEnd ? _start + duration + EndAfterImage - time.GetUtcNow() : Timeout.InfiniteTimeSpan).ConfigureAwait(false);

        async Task DelayAsync(TimeSpan delay)
        {
            if (delay > TimeSpan.Zero || delay == Timeout.InfiniteTimeSpan)
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private DateTimeOffset? DueTime(int line)
    {
        if (line == 0 || _isComplete) return _start;
        if (duration == Timeout.InfiniteTimeSpan) return line < _pieces.Length - 1 ? _start : null;
        return _start + (duration * line / Math.Max(1, _pieces.Length - 1));
    }
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// The position in a build log. Every connection sends the log from its first byte, so the cursor counts the bytes that it has
/// and skips them after a break. Nothing is lost or repeated.
/// </summary>
internal sealed class BuildLogCursor(
    ApiConnection api, BuildSteps steps, Action<BuildLogLine> onLine, BuildLogTimes times, TimeProvider time)
{
    private readonly LogLines _lines = new(line => onLine(steps.Read(LogText.Sanitize(line))));

    /// <summary>The steps that were read.</summary>
    public BuildSteps Steps => steps;

    /// <summary>The number of bytes that were read.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the log's host has responded at least once.</summary>
    public bool WasReached { get; private set; }

    /// <summary>Reads the log once, until the connection ends.</summary>
    public async Task<LogReadResult> ReadAsync(Uri url, TimeSpan maxSilence, CancellationToken cancellationToken)
    {
        long received = 0;
        try
        {
            using Stream body = await WithinAsync(token => api.OpenAsync(url, token)).ConfigureAwait(false);
            WasReached = true;
            byte[] buffer = new byte[16 * 1024];
            while (await WithinAsync(token => ReadOnceAsync(url, body, buffer, token)).ConfigureAwait(false) is var count and > 0)
            {
                received += count;
                if (received > Offset) Take(buffer, count - (int)Math.Min(count, received - Offset), count);
            }

            return new LogReadResult(received, null);
        }
        catch (DaytonaException exception)
        {
            return new LogReadResult(received, exception);
        }

        Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work) => new Deadline(maxSilence, time).RunAsync(
            work, cancellationToken, exception => ConnectionFailureClassifier.ToException(exception, url, proxy: null));
    }

    /// <summary>Adds the new part of the whole log so far. A shorter log changes nothing.</summary>
    public void Take(byte[] whole)
    {
        if (whole.Length > Offset) Take(whole, (int)Offset, whole.Length);
    }

    /// <summary>Reports the part of a line at the end of the log.</summary>
    public void Complete() => _lines.Complete();

    private async Task<int> ReadOnceAsync(Uri url, Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> read = body.ReadAsync(buffer, 0, buffer.Length, ended.Token);
        try
        {
            bool isQuiet = _lines.HasPart && await Task.WhenAny(read, time.Delay(times.Quiet, ended.Token)).ConfigureAwait(false) != read;
            if (isQuiet && !cancellationToken.IsCancellationRequested) _lines.FlushPart();
            return await read.ConfigureAwait(false);
        }
        // The exception of a broken body depends on its encoding and on the framework.
        catch (Exception exception) when (read.IsFaulted && !cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFailureClassifier.ToException(exception, url, proxy: null);
        }
        finally
        {
            // A body must not be closed while it is read.
            ended.Cancel();
            await Task.WhenAny(read).ConfigureAwait(false);
        }
    }

    private void Take(byte[] bytes, int start, int end)
    {
        Offset += end - start;
        _lines.Append(bytes, start, end - start);
    }
}

/// <summary>The outcome of reading a log once from its beginning.</summary>
/// <param name="Received">The number of bytes, including known ones.</param>
/// <param name="Failure">The reason why the log was cut short, or null if the server ended it.</param>
internal readonly record struct LogReadResult(long Received, DaytonaException? Failure);

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

    /// <summary>The number of bytes that the last connection sent, including known ones.</summary>
    public long Received { get; private set; }

    /// <summary>Reads the log once from its beginning, until the connection ends.</summary>
    /// <returns>The reason why the log was cut short, or null if the server ended it.</returns>
    public async Task<DaytonaException?> ReadAsync(Uri url, TimeSpan maxSilence, CancellationToken cancellationToken)
    {
        Received = 0;
        try
        {
            using Stream body = await WithinAsync(token => api.OpenAsync(url, token)).ConfigureAwait(false);
            WasReached = true;
            byte[] buffer = new byte[16 * 1024];
            while (await WithinAsync(token => ReadOnceAsync(url, body, buffer, token)).ConfigureAwait(false) is var count and > 0)
            {
                Take(buffer, count, Received);
                Received += count;
            }

            return null;
        }
        catch (DaytonaException exception)
        {
            return exception;
        }

        Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work) => new Deadline(maxSilence, time).RunAsync(
            work, cancellationToken, exception => ConnectionFailureClassifier.ToException(exception, url, proxy: null));
    }

    /// <summary>Adds bytes that begin at a known position of the log, or at its beginning, except those that it has.</summary>
    public void Take(byte[] bytes, int count, long position = 0)
    {
        int known = (int)Math.Min(count, Offset - position);
        Offset += count - known;
        _lines.Append(bytes, known, count - known);
    }

    /// <summary>Reports the part of a line at the end of the log.</summary>
    public void Complete() => _lines.Complete();

    private async Task<int> ReadOnceAsync(Uri url, Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> read = body.ReadAsync(buffer, 0, buffer.Length, ended.Token);
        try
        {
            if (_lines.HasPart)
            {
                await Task.WhenAny(read, time.Delay(times.Quiet, ended.Token)).ConfigureAwait(false);
                if (!read.IsCompleted && !cancellationToken.IsCancellationRequested) _lines.FlushPart();
            }

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
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// The position in a build log. Every connection sends the log from its first byte, so the cursor counts the bytes that it has
/// and skips them after a break. Nothing is lost or repeated.
/// </summary>
internal sealed class BuildLogCursor(ApiConnection api, LogLines lines, BuildLogTimes times, TimeProvider time)
{
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
            using ResponseStream response = await OpenAsync(url, maxSilence, cancellationToken).ConfigureAwait(false);
            WasReached = true;
            byte[] buffer = new byte[16 * 1024];
            while (await ReadAsync(response, buffer, url, maxSilence, cancellationToken).ConfigureAwait(false) is var count and > 0)
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
    }

    /// <summary>Adds the new part of the whole log so far. A shorter log changes nothing.</summary>
    public void Take(byte[] whole)
    {
        if (whole.Length > Offset) Take(whole, (int)Offset, whole.Length);
    }

    private Task<ResponseStream> OpenAsync(Uri url, TimeSpan maxSilence, CancellationToken cancellationToken) =>
        new Deadline(maxSilence, time).RunAsync(
            token => api.OpenAsync(url, token),
            cancellationToken,
            exception => ConnectionFailureClassifier.ToException(exception, url, proxy: null));

    private async Task<int> ReadAsync(
        ResponseStream response, byte[] buffer, Uri url, TimeSpan maxSilence, CancellationToken cancellationToken)
    {
        Task<int> read = response.ReadAsync(buffer, cancellationToken);
        if (lines.HasPart && !read.IsCompleted)
        {
            try
            {
                return await read.WaitAsync(times.Quiet, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                lines.FlushPart();
            }
        }

        try
        {
            return await read.WaitAsync(maxSilence, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw ConnectionFailureClassifier.ToException(exception, url, proxy: null);
        }
    }

    private void Take(byte[] bytes, int start, int end)
    {
        Offset += end - start;
        lines.Append(bytes, start, end - start);
    }
}

/// <summary>The outcome of reading a log once from its beginning.</summary>
/// <param name="Received">The number of bytes, including known ones.</param>
/// <param name="Failure">The reason why the log was cut short, or null if the server ended it.</param>
internal readonly record struct LogReadResult(long Received, DaytonaException? Failure)
{
    /// <summary>Whether the builder has no log, usually because the build has not started yet.</summary>
    public bool IsMissing => Failure is DaytonaApiException
    {
        Reason: ApiErrorReason.NotFound or ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotBuilt,
    };

    /// <summary>Whether the host refused the credential, which must not be sent to it again: the service blocks an address after a few of those.</summary>
    public bool IsRefused => Failure is DaytonaApiException
    {
        Reason: ApiErrorReason.CredentialRefused or ApiErrorReason.Forbidden or ApiErrorReason.PermissionMissing
            or ApiErrorReason.OrganizationRefused or ApiErrorReason.OrganizationSuspended,
    };

    /// <summary>Whether the host went silent.</summary>
    public bool IsStalled => Failure is DaytonaConnectionException { Failure: ConnectionFailure.Timeout };
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Reads the log of one build: up to its current end, or as it is written until the build has ended.</summary>
internal sealed class BuildLogReader(
    ApiConnection api, string id, Action<BuildLogLine> onLine, Task<Snapshot?>? ended, TimeProvider time, BuildLogTimes times, Deadline? deadline = null)
{
    // If the log's host fails this often in a row, the log is read from the API instead.
    private const int MaxFailures = 5;

    private readonly BuildLogCursor _cursor = new(api, new BuildSteps(), onLine, times, time);
    private Uri? _url;
    private bool _fromApi;
    private bool _warned;

    /// <summary>Reads the log to its end.</summary>
    /// <returns>The failure according to the log, or null.</returns>
    /// <exception cref="DaytonaException">The log, or its end, could not be read; not thrown if the log is followed.</exception>
    public async Task<BuildFailure?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (ended is not null) await FollowUntilAsync(ended, cancellationToken).ConfigureAwait(false);
            else await ReadNowAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The part that has arrived is shown, even if the rest can't be read.
            if (!cancellationToken.IsCancellationRequested) _cursor.Complete();
        }

        return _cursor.Steps.FindFailure();
    }

    private Task ReadNowAsync(CancellationToken cancellationToken) => new Deadline(times.Whole, time).RunAsync(
        ReadWholeAsync,
        cancellationToken,
        exception => new DaytonaConnectionException(
            ConnectionFailure.Timeout, $"The build's log did not arrive within {times.Whole.TotalSeconds:0} seconds.", exception));

    private async Task FollowUntilAsync(Task<Snapshot?> ended, CancellationToken cancellationToken)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> follow = FollowAsync(following.Token);
        await Task.WhenAny(follow, ended).ConfigureAwait(false);
        following.Cancel();
        try
        {
            if (!await follow.ConfigureAwait(false)) return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        // A failed wait says nothing about the build, and the log of a removed snapshot no longer exists.
        if (ended.Status == TaskStatus.RanToCompletion && ended.Result is { } last)
        {
            await ReadRestAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the log as it is written, until it is cancelled.</summary>
    /// <returns>False if there is no log.</returns>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        if (!await FindUrlAsync(cancellationToken).ConfigureAwait(false)) return false;

        for (int fruitless = 0, failures = 0; !_fromApi;)
        {
            long known = _cursor.Offset;
            long started = time.GetTimestamp();
            DaytonaException? failure = await _cursor.ReadAsync(WithFollow(_url!), times.Idle, cancellationToken).ConfigureAwait(false);

            // A long connection is not a failure and causes no overload, however it ended. One that delivered all known bytes
            // is not a failure either: this is how a proxy cuts a silent log.
            bool lasted = time.GetElapsedTime(started) >= times.Reconnection.Max;
            bool failed = !lasted && !IsNoLog(failure) && (_cursor.Received < known || (_cursor.Received == 0 && failure is not null));
            fruitless = lasted || _cursor.Offset > known ? 0 : fruitless + 1;
            failures = failed ? failures + 1 : 0;
            if (IsOutOfReach(failure) || failures == MaxFailures) UseApi(failure);
            else await DelayAsync(fruitless, cancellationToken).ConfigureAwait(false);
        }

        await FollowFromApiAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits for a builder for as long as the build waits.</summary>
    /// <returns>False if nothing was built, or the credential does not allow to read it.</returns>
    private Task<bool> FindUrlAsync(CancellationToken cancellationToken)
    {
        return TryAsync(
            "build log",
            async () => _url = await times.Reconnection.RunAsync(
                GetUrlAsync, FindRepetition, new Deadline(timeout: null, time), cancellationToken).ConfigureAwait(false));

        Repetition? FindRepetition(Exception exception)
        {
            if (exception is DaytonaApiException { Reason: ApiErrorReason.NoBuilderYet }) return new Repetition(times.Reconnection.First);
            if (exception is not DaytonaException { IsTransient: true }) return null;

            api.Observer?.OnNotice($"The build log does not exist yet: {exception.Message}");
            return Repetition.Scheduled;
        }
    }

    // The API returns the whole log so far, or nothing when the snapshot is active. A shorter log changes nothing.
    private Task<bool> FollowFromApiAsync(CancellationToken cancellationToken) => TryAsync(
        "rest of the build log",
        async () =>
        {
            var polls = new Backoff { First = times.Poll, Max = times.Reconnection.Max };
            var unlimited = new Deadline(timeout: null, time);
            while (true)
            {
                byte[] whole = await polls.RunAsync(GetFromApiAsync, FindRepetition, unlimited, cancellationToken).ConfigureAwait(false);
                _cursor.Take(whole, whole.Length);
                await time.Delay(times.Poll, cancellationToken).ConfigureAwait(false);
            }

            static Repetition? FindRepetition(Exception exception) =>
                exception is DaytonaException { IsTransient: true } || IsNoLog(exception) ? Repetition.Scheduled : null;
        });

    /// <summary>Reads the rest when the build has ended. The creation waits for this for a limited time.</summary>
    private async Task ReadRestAsync(Snapshot last, CancellationToken cancellationToken)
    {
        // No runner: the build came from the cache, and the service would look for its log for half a minute.
        if (_url is null && last.InitialRunnerId is null) return;
        TimeSpan rest = SnapshotState.IsFailure(last.State) ? times.RestOfFailure : times.RestOfSuccess;
        if (deadline?.Remaining is { } remaining && remaining < rest) rest = remaining > Deadline.FinalReadTime ? remaining : Deadline.FinalReadTime;
        await TryAsync("rest of the build log", () => new Deadline(rest, time).RunAsync(ReadWholeAsync, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Reads a part of a log whose lack does not fail the build.</summary>
    private async Task<bool> TryAsync(string part, Func<Task> read)
    {
        try
        {
            await read().ConfigureAwait(false);
            return true;
        }
        catch (SnapshotTimeoutException)
        {
            Warn($"The {part} did not arrive in time.");
        }
        catch (DaytonaException exception) when (IsNoLog(exception))
        {
            api.Observer?.OnNotice($"The {part} does not exist: {exception.Message}");
        }
        catch (DaytonaException exception)
        {
            Warn($"The {part} can't be read: {exception.Message}");
        }

        return false;
    }

    /// <summary>Reads the log from the cursor to its current end.</summary>
    /// <exception cref="DaytonaException">Neither the log's host nor the API has all of it.</exception>
    private async Task ReadWholeAsync(CancellationToken cancellationToken)
    {
        _url ??= await GetUrlAsync(cancellationToken).ConfigureAwait(false);
        DaytonaException? failure = null;
        for (int failures = 0; !_fromApi;)
        {
            long known = _cursor.Offset;
            failure = await _cursor.ReadAsync(_url, times.IdleAtEnd, cancellationToken).ConfigureAwait(false);
            if (failure is null && _cursor.Received >= known) return;
            if (IsNoLog(failure)) throw failure!;

            failures = _cursor.Offset > known ? 0 : failures + 1;
            bool isSilent = failures > 0 && failure is DaytonaConnectionException { Failure: ConnectionFailure.Timeout };
            if (isSilent || IsOutOfReach(failure) || failures == MaxFailures) UseApi(failure);
            else await DelayAsync(failures, cancellationToken).ConfigureAwait(false);
        }

        byte[] whole = await GetFromApiAsync(cancellationToken).ConfigureAwait(false);
        // The API's log is empty once the snapshot is active: that is not the log.
        if (failure is not null && (whole.Length == 0 || whole.Length < _cursor.Offset)) throw failure;
        _cursor.Take(whole, whole.Length);
    }

    private Task DelayAsync(int failures, CancellationToken cancellationToken) =>
        time.Delay(times.Reconnection.DelayAfter(failures + 1), cancellationToken);

    private async Task<Uri> GetUrlAsync(CancellationToken cancellationToken) =>
        (await api.GetAsync<BuildLogLocation>(SnapshotPath.For(id, "/build-logs-url"), cancellationToken).ConfigureAwait(false)).Url;

    private Task<byte[]> GetFromApiAsync(CancellationToken cancellationToken) =>
        api.GetBytesAsync(SnapshotPath.For(id, "/build-logs"), cancellationToken);

    // A host that was reached once exists, so later failures are temporary.
    private bool IsOutOfReach(DaytonaException? failure) => failure switch
    {
        // The credential must not be sent to the host again: the service blocks an address after a few of those.
        DaytonaApiException
        {
            Reason: ApiErrorReason.CredentialRefused or ApiErrorReason.Forbidden or ApiErrorReason.PermissionMissing
                or ApiErrorReason.OrganizationRefused or ApiErrorReason.OrganizationSuspended,
        } => true,
        DaytonaConnectionException { Failure: ConnectionFailure.NotDaytona or ConnectionFailure.Redirected } or DaytonaConnectionException { IsTransient: false } => true,
        DaytonaConnectionException connection => !_cursor.WasReached && connection.Failure != ConnectionFailure.Broken,
        _ => false,
    };

    private static bool IsNoLog(Exception? failure) => failure is DaytonaApiException
    {
        Reason: ApiErrorReason.NotBuilt or ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound or ApiErrorReason.EndpointNotFound,
    };

    private void UseApi(DaytonaException? failure)
    {
        _fromApi = true;
        string reason = failure?.Message ?? "The connection breaks repeatedly.";
        Warn($"The build log can't be read from {_url!.Host}, and the log of the API may be incomplete: {reason}");
    }

    private void Warn(string message)
    {
        if (_warned) api.Observer?.OnNotice(message);
        else api.Observer?.OnWarning(message);
        _warned = true;
    }

    private static Uri WithFollow(Uri url) => new UriBuilder(url) { Query = $"{url.Query.TrimStart('?')}&follow=true".TrimStart('&') }.Uri;
}

/// <summary>The location of a build log, as the service reports it.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Reads the log of one build: up to its current end, or as it is written until the build has ended.</summary>
internal sealed class BuildLogReader
{
    // If the log's host fails this often in a row, the log is read from the API instead.
    private const int MaxFailures = 5;

    private readonly ApiConnection _api;
    private readonly string _id;
    private readonly BuildLogOptions _options;
    private readonly TimeProvider _time;
    private readonly BuildSteps _steps = new();
    private readonly LogLines _lines;
    private readonly BuildLogTimes _times;
    private readonly BuildLogCursor _cursor;
    private readonly Deadline? _deadline;
    private Uri? _url;
    private bool _fromApi;
    private bool _warned;

    public BuildLogReader(
        ApiConnection api,
        string id,
        BuildLogOptions options,
        TimeProvider time,
        BuildLogTimes? times = null,
        Deadline? deadline = null)
    {
        _deadline = deadline;
        _api = api;
        _id = id;
        _options = options;
        _time = time;
        _times = times ?? new BuildLogTimes();
        _lines = new LogLines(line => options.OnLine(_steps.Read(LogText.Sanitize(line))));
        _cursor = new BuildLogCursor(api, _lines, _times, time);
    }

    /// <summary>Reads the log to its end.</summary>
    /// <returns>The failure according to the log, or null.</returns>
    /// <exception cref="DaytonaException">The log, or its end, could not be read; not thrown if the log is followed.</exception>
    public async Task<BuildFailure?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_options.Ended is { } ended) await FollowUntilAsync(ended, cancellationToken).ConfigureAwait(false);
            else await ReadNowAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The part that has arrived is shown, even if the rest can't be read.
            if (!cancellationToken.IsCancellationRequested) _lines.Complete();
        }

        return _steps.FindFailure();
    }

    private Task ReadNowAsync(CancellationToken cancellationToken) => new Deadline(_times.Whole, _time).RunAsync(
        async token =>
        {
            _url = await GetUrlAsync(token).ConfigureAwait(false);
            await ReadWholeAsync(token).ConfigureAwait(false);
        },
        cancellationToken,
        exception => new DaytonaConnectionException($"The build's log did not arrive within {_times.Whole.TotalSeconds:0} seconds.", exception)
        {
            Failure = ConnectionFailure.Timeout,
        });

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
            long started = _time.GetTimestamp();
            LogReadResult pass = await _cursor.ReadAsync(Followed(_url!), _times.Idle, cancellationToken).ConfigureAwait(false);

            // A long connection is not a failure and causes no overload, however it ended. One that delivered all known bytes
            // is not a failure either: this is how a proxy cuts a silent log.
            bool lasted = _time.GetElapsedTime(started) >= _times.MaxDelay;
            bool failed = !lasted && !pass.IsMissing && (pass.Received < known || pass is { Received: 0, Failure: not null });
            fruitless = lasted || _cursor.Offset > known ? 0 : fruitless + 1;
            failures = failed ? failures + 1 : 0;
            if (IsOutOfReach(pass) || failures == MaxFailures) UseApi(pass.Failure);
            else await DelayAsync(fruitless, cancellationToken).ConfigureAwait(false);
        }

        await FollowFromApiAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits for a builder for as long as the build waits.</summary>
    /// <returns>False if nothing was built, or the credential does not allow to read it.</returns>
    private async Task<bool> FindUrlAsync(CancellationToken cancellationToken)
    {
        try
        {
            _url = await _times.Reconnection.RunAsync(
                GetUrlAsync, FindRepetition, new Deadline(timeout: null, _time), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DaytonaApiException exception) when (IsNoLog(exception))
        {
            _api.Observer?.OnNotice($"The build log does not exist: {exception.Message}");
            return false;
        }
        catch (DaytonaException exception)
        {
            Warn($"The build log can't be read: {exception.Message}");
            return false;
        }

        Repetition? FindRepetition(Exception exception)
        {
            if (exception is DaytonaApiException { Reason: ApiErrorReason.NoBuilderYet }) return new Repetition(_times.FirstDelay);
            if (exception is not DaytonaException { IsTransient: true }) return null;

            _api.Observer?.OnNotice($"The build log does not exist yet: {exception.Message}");
            return Repetition.Scheduled;
        }
    }

    // The API returns the whole log so far, or nothing when the snapshot is active. A shorter log changes nothing.
    private async Task FollowFromApiAsync(CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            try
            {
                _cursor.Take(await GetFromApiAsync(cancellationToken).ConfigureAwait(false));
                failures = 0;
            }
            catch (DaytonaException exception) when (
                exception.IsTransient || (exception is DaytonaApiException api && IsNoLog(api)))
            {
                failures++;
            }
            catch (DaytonaException exception)
            {
                Warn($"The rest of the build log can't be read: {exception.Message}");
                return;
            }

            TimeSpan delay = _times.Reconnection.DelayAfter(failures + 1);
            await _time.Delay(delay > _times.Poll ? delay : _times.Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the rest when the build has ended. The creation waits for this for a limited time.</summary>
    private async Task ReadRestAsync(Snapshot last, CancellationToken cancellationToken)
    {
        // No runner: the build came from the cache, and the service would look for its log for half a minute.
        if (_url is null && last.InitialRunnerId is null) return;
        TimeSpan rest = SnapshotState.IsFailure(last.State) ? _times.RestOfFailure : _times.RestOfSuccess;
        try
        {
            await new Deadline(LimitOfRest(rest), _time).RunAsync(
                async token =>
                {
                    _url ??= await GetUrlAsync(token).ConfigureAwait(false);
                    await ReadWholeAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            Warn("The rest of the build log did not arrive in time.");
        }
        catch (DaytonaApiException exception) when (IsNoLog(exception))
        {
            _api.Observer?.OnNotice($"The rest of the build log does not exist: {exception.Message}");
        }
        catch (DaytonaException exception)
        {
            Warn($"The rest of the build log can't be read: {exception.Message}");
        }
    }

    private TimeSpan LimitOfRest(TimeSpan rest) => _deadline?.Remaining is { } remaining && remaining < rest
        ? remaining > Deadline.FinalReadTime ? remaining : Deadline.FinalReadTime
        : rest;

    /// <summary>Reads the log from the cursor to its current end.</summary>
    /// <exception cref="DaytonaException">Neither the log's host nor the API has all of it.</exception>
    private async Task ReadWholeAsync(CancellationToken cancellationToken)
    {
        DaytonaException? failure = null;
        for (int failures = 0; !_fromApi;)
        {
            long known = _cursor.Offset;
            LogReadResult pass = await _cursor.ReadAsync(_url!, _times.IdleAtEnd, cancellationToken).ConfigureAwait(false);
            if (pass.Failure is null && pass.Received >= known) return;
            if (pass is { IsMissing: true, Failure: { } missing }) throw missing;

            failures = _cursor.Offset > known ? 0 : failures + 1;
            if (IsOutOfReach(pass) || failures == MaxFailures || (pass.IsStalled && failures > 0))
            {
                failure = pass.Failure;
                UseApi(failure);
            }
            else
            {
                await DelayAsync(failures, cancellationToken).ConfigureAwait(false);
            }
        }

        byte[] whole = await GetFromApiAsync(cancellationToken).ConfigureAwait(false);
        // The API's log is empty once the snapshot is active: that is not the log.
        if (failure is not null && (whole.Length == 0 || whole.Length < _cursor.Offset)) throw failure;
        _cursor.Take(whole);
    }

    private Task DelayAsync(int failures, CancellationToken cancellationToken) =>
        _time.Delay(_times.Reconnection.DelayAfter(failures + 1), cancellationToken);

    private async Task<Uri> GetUrlAsync(CancellationToken cancellationToken) =>
        (await _api.GetAsync<BuildLogLocation>(SnapshotPath.For(_id, "/build-logs-url"), cancellationToken).ConfigureAwait(false)).Url;

    private Task<byte[]> GetFromApiAsync(CancellationToken cancellationToken) =>
        _api.GetBytesAsync(SnapshotPath.For(_id, "/build-logs"), cancellationToken);

    // A host that was reached once exists, so later failures are temporary.
    private bool IsOutOfReach(LogReadResult pass) => pass.IsRefused || pass.Failure switch
    {
        DaytonaConnectionException
        {
            Failure: ConnectionFailure.NotDaytona or ConnectionFailure.Redirected,
        } => true,
        DaytonaConnectionException { IsTransient: false } => true,
        DaytonaConnectionException connection => !_cursor.WasReached && connection.Failure != ConnectionFailure.Broken,
        _ => false,
    };

    private static bool IsNoLog(DaytonaApiException exception) => exception.Reason
        is ApiErrorReason.NotBuilt or ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound or ApiErrorReason.EndpointNotFound;

    private void UseApi(DaytonaException? failure)
    {
        _fromApi = true;
        string reason = failure?.Message ?? "The connection breaks repeatedly.";
        Warn($"The build log can't be read from {_url!.Host}, and the log of the API may be incomplete: {reason}");
    }

    private void Warn(string message)
    {
        if (_warned) _api.Observer?.OnNotice(message);
        else _api.Observer?.OnWarning(message);
        _warned = true;
    }

    private static Uri Followed(Uri url)
    {
        string query = url.Query.TrimStart('?');
        return new UriBuilder(url) { Query = query.Length == 0 ? "follow=true" : query + "&follow=true" }.Uri;
    }
}

/// <summary>The location of a build log, as the service reports it.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

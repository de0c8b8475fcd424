using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Reads one build's log. It begins with its first byte at every connection, so the reader counts the bytes it has and
/// skips them after a break: nothing is lost or repeated, wherever the break falls.
/// </summary>
internal sealed class BuildLogReader
{
    // So often in a row may the log's host fail before the log is read from the API instead.
    private const int MostFailures = 5;

    private readonly SnapshotEndpoints _endpoints;
    private readonly RequestSender _sender;
    private readonly string _id;
    private readonly BuildLogOptions _options;
    private readonly IClientObserver? _observer;
    private readonly TimeProvider _time;
    private readonly BuildSteps _steps = new();
    private readonly LogLines _lines;
    private Uri? _address;
    private bool _reached;
    private bool _fromApi;
    private bool _warned;
    private long _offset;

    public BuildLogReader(
        SnapshotEndpoints endpoints,
        RequestSender sender,
        string id,
        BuildLogOptions options,
        IClientObserver? observer,
        TimeProvider time)
    {
        _endpoints = endpoints;
        _sender = sender;
        _id = id;
        _options = options;
        _observer = observer;
        _time = time;
        _lines = new LogLines(line => options.OnLine(_steps.Read(LogText.Defuse(line))));
    }

    public BuildLogTimes Times { get; init; } = new();

    public async Task<BuildFailure?> RunAsync(CancellationToken cancellationToken)
    {
        if (_options.Ended is { } ended)
        {
            await FollowUntilAsync(ended, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _address = await _endpoints.GetBuildLogUrlAsync(_id, cancellationToken).ConfigureAwait(false);
            await ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        }

        _lines.Complete();
        return _steps.FindFailure();
    }

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

        // A wait that failed says nothing of the build, and a snapshot that is gone has taken its log along.
        if (ended.Status == TaskStatus.RanToCompletion && ended.Result is { } last)
        {
            await ReadRestAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the log as it is written, until it is cancelled.</summary>
    /// <returns>False where there is no log.</returns>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        if (!await FindAddressAsync(cancellationToken).ConfigureAwait(false)) return false;

        for (int fruitless = 0, failures = 0; !_fromApi;)
        {
            long known = _offset;
            long started = _time.GetTimestamp();
            LogPass pass = await ReadOnceAsync(Followed(_address!), cancellationToken).ConfigureAwait(false);

            // A connection that lasted did not fail and hammers nobody, however it ended. One that brought all that was
            // known did not fail either: this is how a proxy cuts a log that is silent for a while.
            bool lasted = _time.GetElapsedTime(started) >= Times.LongestDelay;
            bool failed = !lasted && !pass.NotThereYet && (pass.Received < known || pass is { Received: 0, Fault: not null });
            fruitless = lasted || _offset > known ? 0 : fruitless + 1;
            failures = failed ? failures + 1 : 0;
            if (IsOutOfReach(pass.Fault) || failures == MostFailures) UseApi(pass.Fault);
            else await _time.Delay(Times.DelayAfter(fruitless), cancellationToken).ConfigureAwait(false);
        }

        await FollowFromApiAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits for a builder, as long as the build does.</summary>
    /// <returns>False where nothing was built, or nobody may know of it.</returns>
    private async Task<bool> FindAddressAsync(CancellationToken cancellationToken)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                _address = await _endpoints.GetBuildLogUrlAsync(_id, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DaytonaApiException exception) when (exception.SaysNoBuilderYet())
            {
                failures = 0;
            }
            catch (DaytonaException exception) when (exception.IsPassing())
            {
                _observer?.OnNotice($"The build's log can't be found yet: {exception.Message}");
            }
            catch (DaytonaApiException exception) when (exception.StatusCode == 404)
            {
                _observer?.OnNotice($"There is no log of a build: {exception.Message}");
                return false;
            }
            catch (DaytonaException exception)
            {
                Warn($"The build's log can't be read: {exception.Message}");
                return false;
            }

            await _time.Delay(Times.DelayAfter(failures), cancellationToken).ConfigureAwait(false);
        }
    }

    // The API gives the whole log at once, or nothing when the snapshot is active: a shorter answer takes nothing back.
    private async Task FollowFromApiAsync(CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            try
            {
                TakeNew(await _endpoints.GetBuildLogAsync(_id, cancellationToken).ConfigureAwait(false));
                failures = 0;
            }
            catch (DaytonaException exception) when (exception.IsPassing() || exception is DaytonaApiException { StatusCode: 404 })
            {
                failures++;
            }
            catch (DaytonaException exception)
            {
                Warn($"The rest of the build's log can't be read: {exception.Message}");
                return;
            }

            TimeSpan delay = Times.DelayAfter(failures);
            await _time.Delay(delay > Times.Look ? delay : Times.Look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is missing when the build is over. Its creation waits for this, but not for long.</summary>
    private async Task ReadRestAsync(Snapshot last, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = _time.CreateCancellationTokenSource(
            SnapshotState.IsFailure(last.State) ? Times.RestOfFailure : Times.RestOfSuccess);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (_address is null)
            {
                // No runner: the build came from the cache, and the service would look for its log for half a minute.
                if (last.InitialRunnerId is null) return;
                _address = await _endpoints.GetBuildLogUrlAsync(_id, either.Token).ConfigureAwait(false);
            }

            await ReadWholeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Warn("The rest of the build's log did not arrive in time.");
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            _observer?.OnNotice($"There is no more of the build's log: {exception.Message}");
        }
        catch (DaytonaException exception)
        {
            Warn($"The rest of the build's log can't be read: {exception.Message}");
        }
    }

    /// <summary>Reads the log as far as it is written, from where it was left.</summary>
    private async Task ReadWholeAsync(CancellationToken cancellationToken)
    {
        for (int failures = 0; !_fromApi;)
        {
            long known = _offset;
            LogPass pass = await ReadOnceAsync(_address!, cancellationToken).ConfigureAwait(false);
            if (pass.Fault is null) return;
            if (pass.NotThereYet) throw pass.Fault;

            failures = _offset > known ? 0 : failures + 1;
            if (IsOutOfReach(pass.Fault) || failures == MostFailures) UseApi(pass.Fault);
            else await _time.Delay(Times.DelayAfter(failures), cancellationToken).ConfigureAwait(false);
        }

        TakeNew(await _endpoints.GetBuildLogAsync(_id, cancellationToken).ConfigureAwait(false));
    }

    private async Task<LogPass> ReadOnceAsync(Uri address, CancellationToken cancellationToken)
    {
        long received = 0;
        try
        {
            using OpenAnswer answer = await _sender.OpenAsync(address, _observer, cancellationToken).ConfigureAwait(false);
            _reached = true;
            byte[] buffer = new byte[16 * 1024];
            while (await ReadAsync(answer, buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                received += count;
                if (received > _offset) Take(buffer, count - (int)Math.Min(count, received - _offset), count);
            }

            return new LogPass(received, null);
        }
        catch (DaytonaException exception)
        {
            return new LogPass(received, exception);
        }
    }

    private async Task<int> ReadAsync(OpenAnswer answer, byte[] buffer, CancellationToken cancellationToken)
    {
        Task<int> read = answer.ReadAsync(buffer, cancellationToken);
        if (_lines.HasPart && !read.IsCompleted)
        {
            try
            {
                return await read.WaitAsync(Times.Quiet, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _lines.GivePart();
            }
        }

        try
        {
            return await read.WaitAsync(Times.Idle, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw ConnectionFault.From(exception, _address!);
        }
    }

    private void TakeNew(byte[] whole)
    {
        if (whole.Length > _offset) Take(whole, (int)_offset, whole.Length);
    }

    private void Take(byte[] bytes, int start, int end)
    {
        _offset += end - start;
        _lines.Append(bytes, start, end - start);
    }

    // A host that was reached once is there: what fails after that passes.
    private bool IsOutOfReach(DaytonaException? fault) => fault switch
    {
        DaytonaConnectionException
        {
            Failure: ConnectionFailure.Tls or ConnectionFailure.NotDaytona or ConnectionFailure.Redirected,
        } => true,
        DaytonaConnectionException connection => !_reached && connection.Failure != ConnectionFailure.Broken,
        // A credential that was refused is not shown again: the service blocks an address after a few of those.
        DaytonaApiException api => api.StatusCode is 401 or 403,
        _ => false,
    };

    private void UseApi(DaytonaException? fault)
    {
        _fromApi = true;
        string reason = fault?.Message ?? "It breaks off again and again.";
        Warn($"The build's log can't be read from {_address!.Host}, and the API itself may lack its end: {reason}");
    }

    private void Warn(string line)
    {
        if (_warned) _observer?.OnNotice(line);
        else _observer?.OnWarning(line);
        _warned = true;
    }

    private static Uri Followed(Uri address)
    {
        string query = address.Query.TrimStart('?');
        return new UriBuilder(address) { Query = query.Length == 0 ? "follow=true" : query + "&follow=true" }.Uri;
    }
}

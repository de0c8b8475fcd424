using System.Text;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <content>Reading and changing snapshots.</content>
public sealed partial class DaytonaClient
{
    // How much longer ago than the request a snapshot may seem to have been made, by clocks that count whole seconds.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private const int MostCreations = 4;

    // The service reads no longer body, and answers 404 "Cannot POST /api/snapshots" to one.
    private const int LargestRequest = 102_400;

    /// <inheritdoc/>
    public async Task<SnapshotPage> GetSnapshotPageAsync(SnapshotQuery query, CancellationToken cancellationToken = default)
    {
        if (query is null) throw new ArgumentNullException(nameof(query));
        return await _api.GetAsync<SnapshotPage>(SnapshotQueryString.For(query), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ISnapshotPager ReadSnapshots(SnapshotFilter? filter = null) =>
        new SnapshotPager(GetSnapshotPageAsync, filter ?? new SnapshotFilter());

    /// <inheritdoc/>
    public async Task<Snapshot?> FindSnapshotAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(idOrName)) throw new ArgumentException("A snapshot's name is missing.", nameof(idOrName));
        return SnapshotName.FitsInPath(idOrName)
            ? await GetOrNullAsync(idOrName, cancellationToken).ConfigureAwait(false)
            : await FindInListingAsync(idOrName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Snapshot?> FindSnapshotByIdAsync(string id, CancellationToken cancellationToken = default)
    {
        Snapshot? snapshot = SnapshotName.FitsInPath(id)
            ? await FindSnapshotAsync(id, cancellationToken).ConfigureAwait(false)
            : null;
        return string.Equals(snapshot?.Id, id, StringComparison.OrdinalIgnoreCase) ? snapshot : null;
    }

    /// <inheritdoc/>
    public void EnsureFits(CreateSnapshotRequest request)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        int length = Encoding.UTF8.GetByteCount(SnapshotJson.Write(new CreateSnapshotBody(request)));
        if (length > LargestRequest)
        {
            throw new DockerfileException(
                $"The Dockerfile is too long: the request would be {length:N0} bytes, and the service takes {LargestRequest:N0}. " +
                "Move long scripts into files of the build context, and COPY them.");
        }
    }

    /// <inheritdoc/>
    public async Task<Snapshot> CreateSnapshotAsync(
        CreateSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        EnsureFits(request);
        var body = new CreateSnapshotBody(request);
        for (int attempt = 1; ; attempt++)
        {
            long started = _time.GetTimestamp();
            try
            {
                return await _api.PostAsync<Snapshot>("snapshots", body, cancellationToken).ConfigureAwait(false);
            }
            catch (DaytonaException exception) when (MayHaveBeenDone(exception))
            {
                _observer?.OnNotice($"The answer to the creation of '{request.Name}' was lost: looking for the snapshot.");
                if (await FindOwnCreationAsync(request, started, exception, cancellationToken).ConfigureAwait(false) is { } created)
                {
                    return created;
                }

                if (attempt == MostCreations || !MaySucceedLater(exception)) throw;
            }
        }
    }

    /// <inheritdoc/>
    public Task RemoveSnapshotAsync(string id, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(SnapshotPath.For(id), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> ActivateSnapshotAsync(string id, CancellationToken cancellationToken = default) =>
        _api.PostAsync<Snapshot>(SnapshotPath.For(id, "/activate"), null, cancellationToken);

    /// <inheritdoc/>
    public Task DeactivateSnapshotAsync(string id, CancellationToken cancellationToken = default) =>
        _api.PostAsync(SnapshotPath.For(id, "/deactivate"), null, cancellationToken);

    /// <inheritdoc/>
    public async Task<ISnapshotListener> ListenAsync(string name, CancellationToken cancellationToken = default) =>
        await _channel.AddAsync(snapshot => snapshot.Name == name, _observer, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Snapshot?> WaitForSnapshotAsync(
        string id, SnapshotWaitOptions options, CancellationToken cancellationToken = default)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));

        // A notice of a removal has no id, and the name is all that it can be known by.
        string? name = options.Known?.Name;
        SnapshotListener? own = options.Listener is null
            ? await _channel.AddAsync(
                snapshot => snapshot.Id == id || (snapshot.Id.Length == 0 && snapshot.Name == name), _observer, cancellationToken)
                .ConfigureAwait(false)
            : null;
        using (own)
        using (_look.Enter())
        {
            var wait = new SnapshotWait(
                token => _look.ReadAsync(id, token),
                own ?? (SnapshotListener)options.Listener!,
                options,
                _observer,
                _time);
            return await wait.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ISnapshotWatch WatchSnapshots(SnapshotFilter? filter = null) => new SnapshotWatch(
        token => _channel.AddAsync(static _ => true, _observer, token), () => ReadSnapshots(filter), _time);

    private async Task<Snapshot?> GetOrNullAsync(string idOrName, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.GetAsync<Snapshot>(SnapshotPath.For(idOrName), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsNoSuchSnapshot())
        {
            return null;
        }
    }

    private async Task<Snapshot?> FindInListingAsync(string name, CancellationToken cancellationToken)
    {
        using ISnapshotPager pager = ReadSnapshots(new SnapshotFilter { NameContains = name });
        while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshots)
        {
            if (snapshots.FirstOrDefault(snapshot => snapshot.Name == name) is { } found) return found;
        }

        return null;
    }

    // A page is a proxy's word for a request of which nobody can tell how far it came.
    private static bool MayHaveBeenDone(DaytonaException exception) => MaySucceedLater(exception) || exception is
        DaytonaConnectionException { Failure: ConnectionFailure.NotDaytona } or UnexpectedResponseException
            or DaytonaApiException { Reason: ApiErrorReason.ServiceFailed };

    // 500 is not among them: the service answers it to requests that it understood and refused, as a fraction of a CPU.
    private static bool MaySucceedLater(DaytonaException exception) => exception is
        DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout }
        or DaytonaApiException { Reason: ApiErrorReason.ServiceUnavailable };

    /// <summary>
    /// The snapshot of that name, if it is the one whose creation was answered into the void: made of the same, and no
    /// longer ago by the service's own clock than the request was sent. Any other is left to the conflict that the next
    /// request ends in.
    /// </summary>
    private async Task<Snapshot?> FindOwnCreationAsync(
        CreateSnapshotRequest request, long started, DaytonaException failure, CancellationToken cancellationToken)
    {
        try
        {
            (Snapshot? found, DateTimeOffset? serviceTime) = SnapshotName.FitsInPath(request.Name)
                ? await GetWithTimeAsync(request.Name, cancellationToken).ConfigureAwait(false)
                : (await FindInListingAsync(request.Name, cancellationToken).ConfigureAwait(false), null);
            if (found is null || found.General) return null;
            bool same = request.DockerfileContent is { } dockerfile
                ? found.BuildInfo?.DockerfileContent == dockerfile
                : found.ImageName == request.ImageName;
            DateTimeOffset now = serviceTime ?? _time.GetUtcNow();
            return same && now - found.CreatedAt < _time.GetElapsedTime(started) + ClockTolerance ? found : null;
        }
        catch (DaytonaApiException exception) when (exception.IsNoSuchSnapshot())
        {
            return null;
        }
        catch (DaytonaException) when (!MaySucceedLater(failure))
        {
            // The creation's own failure says more than that of this look.
            return null;
        }
    }

    private async Task<(Snapshot Snapshot, DateTimeOffset? ServiceTime)> GetWithTimeAsync(
        string name, CancellationToken cancellationToken)
    {
        ApiResponse<Snapshot> response = await _api.GetResponseAsync<Snapshot>(SnapshotPath.For(name), cancellationToken)
            .ConfigureAwait(false);
        return (response.Value, response.Date);
    }
}

using System.Text.Json;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>
/// The service's notification channel (Socket.IO 4 over a WebSocket): one connection for all listeners, open only while there
/// are any. If it is unavailable or lost, it is retried as long as there are listeners.
/// </summary>
internal sealed class NotificationChannel(DaytonaClientOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How long a request waits for the channel: not much longer than it takes if there is one.</summary>
    public static readonly TimeSpan MaxOpening = TimeSpan.FromSeconds(2);

    /// <summary>How long a watch waits for the channel: what opens later makes it compare once more.</summary>
    public static readonly TimeSpan WatchOpening = TimeSpan.FromMilliseconds(500);

    private static readonly Backoff Retries = new() { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(30) };

    private static readonly TimeSpan MaxConnecting = TimeSpan.FromSeconds(10);

    // A connection that is lost sooner will be lost again.
    private static readonly TimeSpan StableTime = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly List<ChannelListener> _listeners = [];
    private CancellationTokenSource? _running;
    private TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _open;
    private bool _saidUnavailable;
    private long? _refusedAt;

    /// <summary>Whether notifications arrive.</summary>
    public bool IsOpen => _open;

    /// <summary>Listens to the snapshots that fulfil a condition.</summary>
    /// <param name="concerns">Whether a notification is for the listener.</param>
    /// <param name="observer">Is notified if there is no channel, or null.</param>
    /// <param name="maxOpening">How long to wait for the connection.</param>
    public Task<SnapshotListener> AddAsync(
        Func<Snapshot, bool> concerns, IClientObserver? observer, TimeSpan maxOpening, CancellationToken cancellationToken) =>
        AddAsync(new SnapshotListener(this, concerns), observer, maxOpening, cancellationToken);

    /// <summary>Listens to a sandbox.</summary>
    public Task<SandboxListener> AddSandboxAsync(string id, IClientObserver? observer, CancellationToken cancellationToken) =>
        AddAsync(new SandboxListener(this, id), observer, MaxOpening, cancellationToken);

    /// <summary>Adds a listener, and connects if it is the first.</summary>
    private async Task<T> AddAsync<T>(T listener, IClientObserver? observer, TimeSpan maxOpening, CancellationToken cancellationToken)
        where T : ChannelListener
    {
        // Daytona v2 has another channel, and must not be sent the credential.
        if (!options.UseNotifications || DaytonaUrl.IsDaytonaV2(options.ApiUrl)) return listener;

        Task settled;
        lock (_lock)
        {
            _listeners.Add(listener);
            if (_running is null)
            {
                _running = new CancellationTokenSource();
                // A channel that failed earlier is retried in parallel with the request, and not before it.
                _settled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_refusedAt is not null) _settled.TrySetResult(false);
                // A channel that failed a moment ago is still unavailable. Consecutive waits must not retry it each time.
                TimeSpan delay = _refusedAt is { } at ? Retries.Max - time.GetElapsedTime(at) : TimeSpan.Zero;
                CancellationToken running = _running.Token;
                _ = Task.Run(() => KeepOpenAsync(observer, delay, running), running);
            }

            settled = _settled.Task;
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(settled, time.Delay(maxOpening, limit.Token)).ConfigureAwait(false);
            limit.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            // The caller starts now, so earlier notifications are not a gap.
            if (_open) listener.Reset();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Removes a listener, and disconnects if it was the last.</summary>
    public void Remove(ChannelListener listener)
    {
        lock (_lock)
        {
            if (_listeners.Remove(listener) && _listeners.Count == 0) Stop();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _listeners.Clear();
            Stop();
        }
    }

    private void Stop()
    {
        _running?.Cancel();
        (_running, _open) = (null, false);
    }

    private async Task KeepOpenAsync(IClientObserver? observer, TimeSpan delay, CancellationToken running)
    {
        try
        {
            bool hasBeenOpen = false;
            for (int failures = 0; ;)
            {
                if (delay > TimeSpan.Zero) await time.Delay(delay, running).ConfigureAwait(false);
                long started = time.GetTimestamp();
                bool wasOpen = await TryReceiveAsync(observer, running).ConfigureAwait(false);
                failures = wasOpen && time.GetElapsedTime(started) >= StableTime ? 1 : failures + 1;
                hasBeenOpen |= wasOpen;
                // One that has never been open is most likely blocked.
                delay = hasBeenOpen ? Retries.DelayAfter(failures) : Retries.Max;
            }
        }
        catch (Exception) when (running.IsCancellationRequested)
        {
            // There are no listeners left, so an exception of the library does not matter.
        }
    }

    /// <summary>Connects and receives notifications until the connection is lost.</summary>
    /// <returns>Whether the connection was established.</returns>
    private async Task<bool> TryReceiveAsync(IClientObserver? observer, CancellationToken running)
    {
        bool wasOpen = false;
        try
        {
            using var connection = new ChannelConnection(options);
            // The time of the transport is real.
            await new Deadline(MaxConnecting, TimeProvider.System).RunAsync(
                connection.OpenAsync, running, static _ => new TimeoutException("no response")).ConfigureAwait(false);
            wasOpen = true;
            Settle(open: true, running);
            while (true) Publish(await connection.ReceiveAsync(running).ConfigureAwait(false));
        }
        catch (Exception exception) when (!running.IsCancellationRequested)
        {
            // Any exception of the connection: a wait never fails for lack of notifications.
            bool isReported;
            lock (_lock)
            {
                if (!wasOpen) _refusedAt = time.GetTimestamp();
                (isReported, _saidUnavailable) = (_saidUnavailable, true);
            }

            Settle(open: false, running);
            string how = $"{(wasOpen ? "was lost" : "is not available")} ({UserInfo.RemoveFrom(exception.Message).TrimEnd('.')})";
            if (!isReported) observer?.OnNotice($"The service's notification channel {how}. Polling the state instead.");
            return wasOpen;
        }
    }

    private void Settle(bool open, CancellationToken running)
    {
        lock (_lock)
        {
            if (running.IsCancellationRequested) return;
            _open = open;
            if (open) (_refusedAt, _saidUnavailable) = (null, false);
            // Listeners from before the connection may have missed notifications; those that wait for it have not started.
            foreach (ChannelListener listener in _listeners) listener.NoteChannelChange();
            _settled.TrySetResult(open);
        }
    }

    private void Publish(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            JsonElement body = json.RootElement[1];
            switch (json.RootElement[0].GetString())
            {
                case "snapshot.created":
                    PublishSnapshot(body, isRemoval: false);
                    break;
                case "snapshot.state.updated":
                    PublishSnapshot(body.GetProperty("snapshot"), isRemoval: false);
                    break;
                case "snapshot.removed":
                    PublishSnapshot(body, isRemoval: true);
                    break;
                case "sandbox.state.updated":
                    string? id = body.GetProperty("sandbox").GetProperty("id").GetString();
                    foreach (SandboxListener listener in Listeners<SandboxListener>()) listener.Receive(id);
                    break;
            }
        }
        catch (Exception exception) when (exception
            is UnexpectedResponseException or JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // A notification that can't be read is ignored. The next poll finds the change.
        }
    }

    private void PublishSnapshot(JsonElement body, bool isRemoval)
    {
        var notification = new SnapshotNotification(ServiceJson.ReadNotification(body.GetRawText()), isRemoval);
        foreach (SnapshotListener listener in Listeners<SnapshotListener>()) listener.Receive(notification);
    }

    private T[] Listeners<T>()
    {
        lock (_lock) return [.. _listeners.OfType<T>()];
    }
}

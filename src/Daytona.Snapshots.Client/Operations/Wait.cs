namespace Daytona.Snapshots.Client.Operations;

/// <summary>
/// Waits for something on the service. Signals say when to read; without them, it polls. The operation continues on the service
/// while reads fail, so a wait survives an outage.
/// </summary>
internal sealed class Wait(Listener listener, IClientObserver? observer, TimeProvider time, WaitTimes? times = null)
{
    /// <summary>The time of failed reads after which a wait reports the failure.</summary>
    public static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(5);

    private readonly long _started = time.GetTimestamp();
    private long? _failingSince;

    /// <summary>Waits until a read ends the wait.</summary>
    /// <param name="read">Reads once: the result, or null to wait for the next signal or poll.</param>
    /// <param name="receive">Takes what the listener has received, is given whether signals may have been missed, and returns whether to read now; null to read at each signal.</param>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<Found<T>?>> read, Func<bool, bool>? receive, bool readsFirst, CancellationToken cancellationToken)
    {
        bool mustRead = readsFirst;
        while (true)
        {
            if (mustRead)
            {
                // Before the read: earlier signals are part of what is read now.
                listener.Reset();
                if (await TryReadAsync(read, cancellationToken).ConfigureAwait(false) is { } found) return found.Value;
            }

            // The listener is reset before its notifications are taken, so that one that comes meanwhile signals again.
            mustRead = !await SignalAsync(cancellationToken).ConfigureAwait(false) || receive is null || receive(listener.Reset());
        }
    }

    /// <returns>Whether there was a signal before the time of the next read.</returns>
    private async Task<bool> SignalAsync(CancellationToken cancellationToken)
    {
        Task signal = listener.Signal;
        TimeSpan delay = (times ?? WaitTimes.Default).Next(listener, time.GetElapsedTime(_started));
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task done = await Task.WhenAny(signal, time.Delay(delay, timer.Token)).ConfigureAwait(false);
        timer.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        return done == signal;
    }

    private async Task<Found<T>?> TryReadAsync<T>(Func<CancellationToken, Task<Found<T>?>> read, CancellationToken cancellationToken)
    {
        try
        {
            Found<T>? found = await read(cancellationToken).ConfigureAwait(false);
            _failingSince = null;
            return found;
        }
        catch (DaytonaException exception) when ((exception.IsTransient || exception is UnexpectedResponseException) && Survives(exception))
        {
            return null;
        }
    }

    private bool Survives(DaytonaException failure)
    {
        _failingSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_failingSince.Value) > MaxOutage) return false;
        observer?.OnNotice($"{failure.Message} Still waiting.");
        return true;
    }
}

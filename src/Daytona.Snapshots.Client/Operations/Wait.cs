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

    /// <summary>Waits until a read or a signal ends the wait.</summary>
    /// <param name="receive">Takes what the listener has received, and is given whether signals may have been missed; null to read at each signal.</param>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<WaitStep<T>>> read, Func<bool, WaitStep<T>>? receive, bool readsFirst, CancellationToken cancellationToken)
    {
        WaitStep<T> step = readsFirst ? WaitStep.Read : WaitStep.Continue;
        while (true)
        {
            if (step.MustRead)
            {
                // Before the read: earlier signals are part of what is read now.
                listener.Reset();
                step = await TryReadAsync(read, cancellationToken).ConfigureAwait(false);
            }

            if (step.IsOver) return step.Result!;
            // The listener is reset before its notifications are taken, so that one that comes meanwhile signals again.
            step = await SignalAsync(cancellationToken).ConfigureAwait(false) && receive is not null ? receive(listener.Reset()) : WaitStep.Read;
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

    private async Task<WaitStep<T>> TryReadAsync<T>(Func<CancellationToken, Task<WaitStep<T>>> read, CancellationToken cancellationToken)
    {
        try
        {
            WaitStep<T> step = await read(cancellationToken).ConfigureAwait(false);
            _failingSince = null;
            return step;
        }
        catch (DaytonaException exception) when ((exception.IsTransient || exception is UnexpectedResponseException) && Survives(exception))
        {
            return WaitStep.Continue;
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

/// <summary>The next step of a wait.</summary>
/// <param name="IsOver">Whether the wait is over.</param>
/// <param name="Result">The result of a wait that is over.</param>
/// <param name="MustRead">Whether to read now.</param>
internal readonly record struct WaitStep<T>(bool IsOver, T? Result = default, bool MustRead = false)
{
    public static implicit operator WaitStep<T>(WaitStep step) => new(false, default, step.MustRead);
}

/// <summary>The steps of a wait that has no result yet.</summary>
internal readonly record struct WaitStep(bool MustRead)
{
    /// <summary>Waits for the next signal or read.</summary>
    public static WaitStep Continue { get; } = new(false);

    /// <summary>Reads now.</summary>
    public static WaitStep Read { get; } = new(true);

    /// <summary>Ends the wait.</summary>
    public static WaitStep<T> Over<T>(T result) => new(true, result);
}

namespace Daytona.Local.Hosting;

/// <summary>Lets tasks wait until a change makes a condition hold.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _changed = Create();

    /// <summary>Reports a change.</summary>
    public void Raise() => Interlocked.Exchange(ref _changed, Create()).TrySetResult();

    /// <summary>Waits until a condition holds; it is checked now and after every change.</summary>
    public async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the check, so that no change between the two is missed.
            Task changed = Volatile.Read(ref _changed).Task;
            if (condition()) return;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

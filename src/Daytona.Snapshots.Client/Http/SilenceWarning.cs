namespace Daytona.Snapshots.Client.Http;

/// <summary>Warns once that a host is silent, so that nobody wonders for long whether it responds at all.</summary>
internal sealed class SilenceWarning : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _silent;
    private readonly CancellationTokenRegistration _warning;

    /// <summary>Starts the time.</summary>
    /// <param name="host">The host, with its port unless that is the default.</param>
    /// <param name="observer">Takes the warning; null for none.</param>
    /// <param name="time">The clock.</param>
    public SilenceWarning(string host, IClientObserver? observer, TimeProvider time)
    {
        _silent = time.CreateCancellationTokenSource(observer is null ? Timeout.InfiniteTimeSpan : Delay);
        _warning = _silent.Token.Register(() =>
        {
            try
            {
                observer?.OnWarning($"{host} has not completed its response after {Delay.TotalSeconds:0} s. Still waiting.");
            }
            catch (Exception)
            {
                // On a timer's thread, an exception of the observer would end the process.
            }
        });
    }

    /// <summary>Starts the time again, because there was progress.</summary>
    public void Restart()
    {
        try
        {
            _silent.CancelAfter(Delay);
        }
        catch (ObjectDisposedException)
        {
            // The rest of a body is sent after the response.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _warning.Dispose();
        _silent.Dispose();
    }
}

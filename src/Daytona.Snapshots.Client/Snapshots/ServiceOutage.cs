namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// The time for which reads have failed. An operation continues on the service meanwhile, so a wait survives a short outage.
/// </summary>
internal sealed class ServiceOutage(TimeProvider time, IClientObserver? observer)
{
    /// <summary>After this time a wait reports the failure.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(5);

    private long? _since;

    /// <summary>Notes a failed read.</summary>
    /// <returns>False if the outage has lasted too long.</returns>
    public bool Survives(DaytonaException failure)
    {
        _since ??= time.GetTimestamp();
        if (time.GetElapsedTime(_since.Value) > MaxDuration) return false;
        observer?.OnNotice($"{failure.Message} Still waiting.");
        return true;
    }

    /// <summary>Notes a read that succeeded.</summary>
    public void End() => _since = null;
}

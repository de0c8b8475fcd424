namespace Daytona.Snapshots.Client.Logs;

/// <summary>How one reading of a log from its beginning ended.</summary>
/// <param name="Received">The bytes it brought, with those that were known before.</param>
/// <param name="Fault">Why it broke off; null where the server ended it.</param>
internal readonly record struct LogPass(long Received, DaytonaException? Fault)
{
    /// <summary>Whether the builder has no log: most often not yet, for it begins one when it begins to build.</summary>
    public bool NotThereYet => Fault is DaytonaApiException { StatusCode: 404 };
}

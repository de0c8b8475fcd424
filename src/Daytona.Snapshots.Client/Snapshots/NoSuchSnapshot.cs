namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Distinguishes the error that means "no such snapshot" from all others.</summary>
internal static class NoSuchSnapshot
{
    /// <summary>
    /// Whether the service itself reports that the requested object does not exist, which for a snapshot request is the
    /// snapshot.
    /// </summary>
    public static bool IsNoSuchSnapshot(this DaytonaApiException exception) =>
        exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound;
}

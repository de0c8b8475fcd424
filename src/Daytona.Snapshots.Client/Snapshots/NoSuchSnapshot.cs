namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Distinguishes the error that means "no such snapshot" from all others.</summary>
internal static class NoSuchSnapshot
{
    /// <summary>Whether the service itself says that what was asked for does not exist. A request for a snapshot asks for nothing else.</summary>
    public static bool IsNoSuchSnapshot(this DaytonaApiException exception) =>
        exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound;
}

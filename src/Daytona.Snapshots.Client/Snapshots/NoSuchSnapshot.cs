namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Tells the 404 that means "no such snapshot" from all the others.</summary>
internal static class NoSuchSnapshot
{
    /// <summary>
    /// Whether the service itself says that there is no such snapshot. A proxy's page, and the service's answer to a path
    /// that it does not have (<c>Cannot GET /x</c>), say nothing about snapshots.
    /// </summary>
    public static bool SaysNoSuchSnapshot(this DaytonaApiException exception) =>
        exception is { StatusCode: 404, FromService: true }
        && !exception.Message.StartsWith("Cannot ", StringComparison.Ordinal);
}

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Tells the 404 of a build that waits for its builder from that of a snapshot that was never built.</summary>
internal static class NoBuilderYet
{
    /// <summary>Whether the service has waited half a minute for a builder, and none has taken the build yet.</summary>
    public static bool SaysNoBuilderYet(this DaytonaApiException exception) =>
        exception is { StatusCode: 404, FromService: true }
        && exception.Message.StartsWith("Timeout waiting", StringComparison.Ordinal);
}

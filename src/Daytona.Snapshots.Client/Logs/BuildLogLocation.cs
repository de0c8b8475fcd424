namespace Daytona.Snapshots.Client.Logs;

/// <summary>The location of a build log, as the service reports it.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

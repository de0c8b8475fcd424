namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The URL of a build log, on the region's own host.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

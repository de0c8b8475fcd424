namespace Daytona.Snapshots.Client.Logs;

/// <summary>The service's answer to where the log of a build is.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

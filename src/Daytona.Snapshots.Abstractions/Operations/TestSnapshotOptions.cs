namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is tested.</summary>
public sealed record TestSnapshotOptions
{
    /// <summary>The commands to run in the sandbox, in order. All are run, even if one fails.</summary>
    /// <value>None by default: the test passes if a sandbox starts.</value>
    public IReadOnlyList<SandboxCommand> Commands { get; init; } = [];

    /// <summary>The time from the first request to the end of the last command; null for no limit.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The region in which the sandbox starts; null for the snapshot's first.</summary>
    public string? RegionId { get; init; }
}

namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is disabled.</summary>
public sealed record DisableSnapshotOptions : ChangeSnapshotOptions
{
    /// <summary>Whether to disable a snapshot that is not active. The service then no longer shows that it failed.</summary>
    /// <value>False by default.</value>
    public bool Force { get; init; }
}

namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is removed, enabled or disabled.</summary>
public record ChangeSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>Whether to wait until the change is complete.</summary>
    /// <value>False by default: the call ends when the service has accepted the request.</value>
    public bool Wait { get; init; }
}

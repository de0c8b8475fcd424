namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is created.</summary>
public sealed record CreateSnapshotOptions : BuildSnapshotOptions
{
    /// <summary>Whether to wait until the snapshot is active.</summary>
    /// <value>True by default. Otherwise, the call ends when the service has accepted the request.</value>
    public bool Wait { get; init; } = true;

    /// <summary>Whether to return an existing snapshot of that name if it is active or becomes active.</summary>
    /// <value>False by default: an existing snapshot is an error.</value>
    public bool IfNotExists { get; init; }
}

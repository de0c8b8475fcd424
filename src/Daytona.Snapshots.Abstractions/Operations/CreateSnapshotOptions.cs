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

    /// <summary>
    /// Whether <see cref="IfNotExists"/> replaces a snapshot of that name that had failed before the call: removes it by its ID, after a
    /// warning with its reason, and creates it again. Requires the permission delete:snapshots.
    /// </summary>
    /// <value>False by default: a failed snapshot is an error.</value>
    public bool ReplaceFailed { get; init; }
}

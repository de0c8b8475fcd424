namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is updated.</summary>
public sealed record UpdateSnapshotOptions : BuildSnapshotOptions
{
    /// <summary>The name under which the new snapshot is built; null for <see cref="SnapshotName.MakeTemporary"/>.</summary>
    public string? TemporaryName { get; init; }

    /// <summary>Whether the new snapshot has the entrypoint of the old one if the request has none.</summary>
    /// <value>True by default.</value>
    public bool KeepEntrypoint { get; init; } = true;

    /// <summary>
    /// Called when the new snapshot is active under its temporary name, before the old one is removed. An exception ends the
    /// update, leaves the old snapshot unchanged and propagates to the caller.
    /// </summary>
    public Func<Snapshot, CancellationToken, Task>? VerifyAsync { get; init; }
}

namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is made what a definition says.</summary>
public record SetSnapshotOptions : BuildSnapshotOptions
{
    /// <summary>
    /// Called before each change, with the action and the differences. False leaves the snapshot as it is. The time that the
    /// call takes does not count.
    /// </summary>
    public Func<SnapshotChange, CancellationToken, Task<bool>>? ConfirmAsync { get; init; }

    /// <summary>The region of a snapshot that is created, if its definition names none; null for the organization's default.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>Verifies a new snapshot before it replaces another. See <see cref="UpdateSnapshotOptions.VerifyAsync"/>.</summary>
    public Func<Snapshot, CancellationToken, Task>? VerifyAsync { get; init; }
}

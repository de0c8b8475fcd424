namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is made to match a definition.</summary>
public record SetSnapshotOptions : BuildSnapshotOptions
{
    /// <summary>
    /// Called before each change, with the action and the differences. If it returns false, the snapshot is unchanged. The
    /// duration of the call does not count towards the time limit.
    /// </summary>
    public Func<SnapshotChange, CancellationToken, Task<bool>>? ConfirmAsync { get; init; }

    /// <summary>The region of a snapshot that is created, if its definition names none; null for the organization's default.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>Verifies a new snapshot before it replaces another. See <see cref="UpdateSnapshotOptions.VerifyAsync"/>.</summary>
    public Func<Snapshot, CancellationToken, Task>? VerifyAsync { get; init; }
}

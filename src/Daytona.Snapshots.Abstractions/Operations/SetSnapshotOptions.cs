namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is made to match a definition.</summary>
public record SetSnapshotOptions : BuildSnapshotOptions
{
    /// <summary>
    /// Called before each change, with the action and the differences. If it returns false, the snapshot is unchanged. The
    /// duration of the call does not count towards the time limit.
    /// </summary>
    public Func<SnapshotChange, CancellationToken, Task<bool>>? ConfirmAsync { get; init; }

    /// <summary>Whether a snapshot that does not differ is replaced too, for example because a tag now refers to another image.</summary>
    /// <value>False by default.</value>
    public bool Force { get; init; }

    /// <summary>Whether an existing snapshot keeps its entrypoint if neither the request nor its Dockerfile has one.</summary>
    /// <value>False by default: an entrypoint that the definition does not have is a difference.</value>
    public bool KeepEntrypoint { get; init; }

    /// <summary>The region of a snapshot that is created, if its definition names none; null for the organization's default.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>Verifies a new snapshot before it replaces another. See <see cref="UpdateSnapshotOptions.VerifyAsync"/>.</summary>
    public Func<Snapshot, CancellationToken, Task>? VerifyAsync { get; init; }
}

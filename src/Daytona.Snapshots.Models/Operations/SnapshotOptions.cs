namespace Daytona.Snapshots.Operations;

/// <summary>The time limit of an operation on a snapshot, and its callback for states.</summary>
public abstract record SnapshotOperationOptions
{
    /// <summary>The time from the first request to the last, except the time of uploading a build context; null for no limit.</summary>
    /// <value>60 minutes by default.</value>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Called with the first state and with each change, on an arbitrary thread.</summary>
    public Action<Snapshot>? OnStateChange { get; init; }
}

/// <summary>The time limit of a build, and its callbacks.</summary>
public abstract record BuildSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>Called for each line of the build log, in order and never concurrently, on an arbitrary thread.</summary>
    public Action<BuildLogLine>? OnLogLine { get; init; }

    /// <summary>Called as the build context is read and sent, on an arbitrary thread.</summary>
    public Action<UploadProgress>? OnUpload { get; init; }
}

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

    /// <summary>
    /// Called when a new snapshot is active under its temporary name, before the old one is removed. An exception ends the
    /// replacement, leaves the old snapshot unchanged and propagates to the caller.
    /// </summary>
    public Func<Snapshot, CancellationToken, Task>? VerifyAsync { get; init; }
}

/// <summary>How snapshots are made to match a list of definitions. The time limit applies to each snapshot.</summary>
public sealed record SyncSnapshotOptions : SetSnapshotOptions
{
    /// <summary>
    /// Removes the snapshots whose names start with this text and are not in the list; null to remove none. The text is
    /// case-sensitive and has no wildcards. General snapshots are never removed.
    /// </summary>
    public string? PrunePrefix { get; init; }

    /// <summary>The number of snapshots that are changed at the same time.</summary>
    /// <value>8 by default.</value>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>Called once with all snapshots to remove, if all other changes succeeded. If it returns false, none is removed.</summary>
    public Func<IReadOnlyList<SnapshotChange>, CancellationToken, Task<bool>>? ConfirmPruneAsync { get; init; }

    /// <summary>Called for each result as it becomes available, never concurrently, on an arbitrary thread.</summary>
    public Action<SnapshotChange>? OnResult { get; init; }
}

/// <summary>How a snapshot is removed, enabled or disabled.</summary>
public record ChangeSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>Whether to wait until the change is complete.</summary>
    /// <value>False by default: the call ends when the service has accepted the request.</value>
    public bool Wait { get; init; }
}

/// <summary>How a snapshot is disabled.</summary>
public sealed record DisableSnapshotOptions : ChangeSnapshotOptions
{
    /// <summary>Whether to disable a snapshot that is not active. The service then no longer shows that it failed.</summary>
    /// <value>False by default.</value>
    public bool Force { get; init; }
}

/// <summary>How a snapshot is published from an image of this machine.</summary>
public sealed record PublishSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>The platform that the image must be for.</summary>
    /// <value><c>linux/amd64</c> by default.</value>
    public ImagePlatform Platform { get; init; } = ImagePlatform.LinuxAmd64;

    /// <summary>Whether to wait until the snapshot is active.</summary>
    /// <value>True by default. Otherwise, the call ends when the service has accepted the request.</value>
    public bool Wait { get; init; } = true;

    /// <summary>Called as the image is read and sent, on an arbitrary thread and possibly concurrently.</summary>
    public Action<UploadProgress>? OnProgress { get; init; }
}

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

/// <summary>The condition of a wait, its time limit and its callback.</summary>
public sealed record SnapshotWaitOptions
{
    /// <summary>The condition that ends the wait, evaluated for every reading.</summary>
    public required Func<Snapshot, bool> Until { get; init; }

    /// <summary>The time limit; null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Called with the first state and with each change, on an arbitrary thread. The state may come from a notification. The
    /// result of the wait is always read from the service.
    /// </summary>
    public Action<Snapshot>? OnChange { get; init; }
}

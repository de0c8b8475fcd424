namespace Daytona.Snapshots;

/// <summary>The known states. States are text and not an enum, because newer servers may have others.</summary>
public static class SnapshotState
{
    /// <summary>Waiting for a runner.</summary>
    public const string Pending = "pending";

    /// <summary>The Dockerfile is being built.</summary>
    public const string Building = "building";

    /// <summary>The image is being pulled and validated.</summary>
    public const string Pulling = "pulling";

    /// <summary>A sandbox is being captured.</summary>
    public const string Snapshotting = "snapshotting";

    /// <summary>Sandboxes can start from it.</summary>
    public const string Active = "active";

    /// <summary>Disabled, by a user or because it was unused for a long time.</summary>
    public const string Inactive = "inactive";

    /// <summary>The pull, the build on the runner or the validation failed.</summary>
    public const string Error = "error";

    /// <summary>The build was refused or failed.</summary>
    public const string BuildFailed = "build_failed";

    /// <summary>Being removed, which takes seconds.</summary>
    public const string Removing = "removing";

    /// <summary>All states, in the order of a snapshot's life.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Pending, Building, Pulling, Snapshotting, Active, Inactive, Error, BuildFailed, Removing];

    /// <summary>Whether sandboxes may start from a snapshot in a state, if the service does not say otherwise.</summary>
    /// <param name="state">The state's name.</param>
    public static bool IsEnabled(string state) => state is not Inactive;

    /// <summary>Whether the state is final: active, inactive, error or build_failed.</summary>
    /// <param name="state">The state's name.</param>
    public static bool IsFinal(string state) => state is Active or Inactive || IsFailure(state);

    /// <summary>Whether the creation has failed: error or build_failed. A failed build ends in either.</summary>
    /// <param name="state">The state's name.</param>
    public static bool IsFailure(string state) => state is Error or BuildFailed;
}

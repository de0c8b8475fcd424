namespace Daytona.Snapshots.Errors;

/// <summary>A snapshot is not, or did not become, what an operation needs.</summary>
/// <param name="failure">The reason.</param>
/// <param name="name">The snapshot's name.</param>
/// <param name="message">The problem.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class SnapshotException(SnapshotFailure failure, string name, string message, Exception? innerException = null)
    : DaytonaException(message, innerException)
{
    internal SnapshotException(SnapshotFailure failure, Snapshot snapshot, string message, Exception? innerException = null)
        : this(failure, snapshot.Name, message, innerException) => Snapshot = snapshot;

    /// <summary>The reason.</summary>
    public SnapshotFailure Failure { get; } = failure;

    /// <summary>The snapshot's name.</summary>
    public string Name { get; } = name;

    /// <summary>The snapshot as last read; null if it was removed or never read.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>Whether the creation failed because the image could not be pulled.</summary>
    public bool IsPullFailure { get; init; }

    /// <summary>The failure according to the build log; null if the log does not report one or no build failed.</summary>
    public BuildFailure? BuildFailure { get; init; }
}

/// <summary>The reasons why an operation on a snapshot fails although the service responds.</summary>
public enum SnapshotFailure
{
    /// <summary>The snapshot is general, and can't be changed.</summary>
    General,
    /// <summary>No snapshot has this name or ID.</summary>
    NotFound,
    /// <summary>The snapshot belongs to an organization other than the credential's.</summary>
    OtherOrganization,
    /// <summary>The request has no image or build, and there is none of an existing snapshot that could be kept.</summary>
    SourceUnknown,
    /// <summary>A snapshot of that name already exists.</summary>
    NameTaken,
    /// <summary>A snapshot of that name already exists, and is inactive or has failed.</summary>
    ExistingUnusable,
    /// <summary>The pull or the build failed.</summary>
    CreationFailed,
    /// <summary>The capture of a sandbox failed. The service reports neither this nor the cause.</summary>
    CaptureFailed,
    /// <summary>It is unknown whether the service created the snapshot.</summary>
    MayExist,
    /// <summary>The time limit can't hold the removal and the creation of a replacement. Nothing was sent.</summary>
    TimeLimitTooShort,
    /// <summary>The snapshot was removed by someone else.</summary>
    Removed,
    /// <summary>The snapshot was changed by someone else before it was active.</summary>
    Changed,
    /// <summary>The snapshot is in a state from which it can't be enabled.</summary>
    NotInactive,
    /// <summary>The snapshot is not active, and disabling it would hide its state.</summary>
    NotActive,
    /// <summary>The snapshot was disabled less than ten minutes ago, and can't be enabled yet.</summary>
    CoolingDown,
    /// <summary>The response reported that the change succeeded or that there is no such snapshot, but the snapshot is unchanged.</summary>
    NotApplied,
}

/// <summary>An operation did not complete within its time limit.</summary>
/// <param name="message">The operation, and the state of the snapshot.</param>
public sealed class SnapshotTimeoutException(string message) : DaytonaException(message)
{
    /// <summary>The snapshot as last read; null if it was never read.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The time limit.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Whether the last request was sent, so that the service may have accepted it.</summary>
    /// <value>By default, true. False if the time limit expired while the request waited for others or at a rate limit.</value>
    public bool WasSent { get; init; } = true;

    /// <summary>Whether the service accepted the request before the time limit, so that the operation continues on the service.</summary>
    public bool Accepted { get; init; }
}

/// <summary>An update stopped after the old snapshot was, or may have been, removed. The build is kept under its temporary name.</summary>
/// <param name="message">The problem.</param>
/// <param name="innerException">The cause.</param>
public sealed class SnapshotUpdateException(string message, Exception innerException) : DaytonaException(message, innerException)
{
    /// <summary>Whether the old snapshot is known to be removed.</summary>
    public required bool IsRemoved { get; init; }

    /// <summary>The new snapshot under its temporary name, from which sandboxes can start.</summary>
    public required Snapshot Kept { get; init; }

    /// <summary>The request that completes the update.</summary>
    public required CreateSnapshotRequest Completion { get; init; }
}

/// <summary>A snapshot did not pass its test.</summary>
/// <param name="result">The result of the test.</param>
public sealed class SnapshotTestException(SnapshotTestResult result)
    : DaytonaException($"'{result?.Snapshot ?? throw new ArgumentNullException(nameof(result))}' failed its test: {result.Error}")
{
    /// <summary>The result of the test.</summary>
    public SnapshotTestResult Result { get; } = result;
}

/// <summary>A request for a snapshot is not valid. It was not sent.</summary>
/// <param name="problem">The problem.</param>
public sealed class InvalidSnapshotRequestException(SnapshotRequestProblem problem)
    : DaytonaException((problem ?? throw new ArgumentNullException(nameof(problem))).Message)
{
    /// <summary>The field that is not valid.</summary>
    public SnapshotRequestField Field { get; } = problem.Field;
}

/// <summary>The toolbox of a sandbox, which runs commands in it, could not be reached or did not run the command.</summary>
/// <param name="message">The problem, with the toolbox's host.</param>
/// <param name="innerException">The cause.</param>
public sealed class ToolboxException(string message, Exception innerException) : DaytonaException(message, innerException);

namespace Daytona.Snapshots.Errors;

/// <summary>The reasons why an operation on a snapshot fails although the service responds.</summary>
public enum SnapshotFailure
{
    /// <summary>The snapshot is general, and can't be changed.</summary>
    General,

    /// <summary>The snapshot belongs to an organization other than the credential's.</summary>
    OtherOrganization,

    /// <summary>A snapshot of that name already exists.</summary>
    NameTaken,

    /// <summary>A snapshot of that name already exists, and is inactive or failed.</summary>
    ExistingUnusable,

    /// <summary>The pull or the build failed.</summary>
    CreationFailed,

    /// <summary>It is unknown whether the service created the snapshot.</summary>
    MayExist,

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

namespace Daytona.Snapshots;

/// <summary>The action that makes a snapshot match its definition.</summary>
public enum SnapshotAction
{
    /// <summary>None: the snapshot already matches its definition.</summary>
    None,

    /// <summary>The snapshot is created.</summary>
    Create,

    /// <summary>The snapshot is replaced, because it differs from the definition or has failed.</summary>
    Replace,

    /// <summary>The snapshot is enabled, because it is inactive and does not differ otherwise.</summary>
    Enable,

    /// <summary>The snapshot is removed, because it is not in the list of definitions.</summary>
    Remove,
}

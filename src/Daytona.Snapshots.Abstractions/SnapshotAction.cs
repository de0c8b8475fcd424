namespace Daytona.Snapshots;

/// <summary>What it takes to make a snapshot what a definition says.</summary>
public enum SnapshotAction
{
    /// <summary>Nothing: the snapshot already is what the definition says.</summary>
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

namespace Daytona.Snapshots;

/// <summary>A snapshot, or the name or ID of one.</summary>
/// <param name="Snapshot">The snapshot; null if only its name or ID is known.</param>
/// <param name="NameOrId">The name in its exact case, or the ID; null for a snapshot.</param>
public readonly record struct SnapshotReference(Snapshot? Snapshot, string? NameOrId)
{
    /// <summary>Refers to a snapshot, which is not read again.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static implicit operator SnapshotReference(Snapshot snapshot) => new(snapshot ?? throw new ArgumentNullException(nameof(snapshot)), null);

    /// <summary>Refers to a snapshot by its name or ID.</summary>
    /// <param name="nameOrId">The name in its exact case, or the ID.</param>
    public static implicit operator SnapshotReference(string nameOrId) => new(null, nameOrId ?? throw new ArgumentNullException(nameof(nameOrId)));
}

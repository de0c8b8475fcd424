namespace Daytona.Snapshots;

/// <summary>A snapshot, or the name or ID of one.</summary>
public readonly record struct SnapshotReference
{
    private SnapshotReference(Snapshot? snapshot, string? nameOrId) => (Snapshot, NameOrId) = (snapshot, nameOrId);

    /// <summary>The snapshot; null if only its name or ID is known.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>The name in its exact case, or the ID; null for a <see cref="Snapshot"/>.</summary>
    public string? NameOrId { get; }

    /// <summary>Refers to a snapshot, which is not read again.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static implicit operator SnapshotReference(Snapshot snapshot) => new(snapshot ?? throw new ArgumentNullException(nameof(snapshot)), null);

    /// <summary>Refers to a snapshot by its name or ID.</summary>
    /// <param name="nameOrId">The name in its exact case, or the ID.</param>
    public static implicit operator SnapshotReference(string nameOrId) => new(null, nameOrId ?? throw new ArgumentNullException(nameof(nameOrId)));
}

namespace Daytona.Snapshots;

/// <summary>A pre-built image from which Daytona sandboxes start, as the service describes it.</summary>
public sealed class Snapshot
{
    private readonly bool? _enabled;
    private readonly TextList? _entrypoint;
    private readonly TextList? _regionIds;

    /// <summary>The identifier, a UUID that the service gives and that never changes.</summary>
    public string Id { get; init; } = "";

    /// <summary>The organization that owns it; null where the service does not say.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Whether it is shared with every organization. A general snapshot can't be removed, enabled or disabled.</summary>
    public bool General { get; init; }

    /// <summary>The name, unique in its organization, case-sensitive and immutable. It may hold <c>/</c> and <c>:</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The registry image it was made from; null or empty for one that was built.</summary>
    public string? ImageName { get; init; }

    /// <summary>
    /// Whether sandboxes may start from it: what the service says where it says so, else whether it is not inactive.
    /// </summary>
    public bool Enabled
    {
        get => _enabled ?? !string.Equals(State, SnapshotState.Inactive, StringComparison.Ordinal);
        init => _enabled = value;
    }

    /// <summary>The state in the service's own word, see <see cref="SnapshotState"/>; servers to come may have more.</summary>
    public string State { get; init; } = "";

    /// <summary>The image's size in GiB; null until it is known.</summary>
    public double? Size { get; init; }

    /// <summary>The command that a sandbox runs at its start; null where the image's own is used.</summary>
    public IReadOnlyList<string>? Entrypoint
    {
        get => _entrypoint;
        init => _entrypoint = ListOf(value);
    }

    /// <summary>CPU cores of a sandbox.</summary>
    public int Cpu { get; init; }

    /// <summary>GPUs of a sandbox.</summary>
    public int Gpu { get; init; }

    /// <summary>The type of GPU; null where there is none.</summary>
    public string? GpuType { get; init; }

    /// <summary>Memory of a sandbox in GiB.</summary>
    public int Memory { get; init; }

    /// <summary>The same as <see cref="Memory"/>, under the service's name for it.</summary>
    public int Mem => Memory;

    /// <summary>Disk of a sandbox in GiB.</summary>
    public int Disk { get; init; }

    /// <summary>Why it failed, in the service's words; null where it did not.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it last changed, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>When a sandbox last started from it, in local time; null where none did.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>The Dockerfile and contexts it was built from; null for one that was pulled.</summary>
    public BuildInfo? BuildInfo { get; init; }

    /// <summary>The regions where sandboxes can start from it.</summary>
    public IReadOnlyList<string>? RegionIds
    {
        get => _regionIds;
        init => _regionIds = ListOf(value);
    }

    /// <summary>The runner that pulled or built it; null where none did, as for a build taken from the cache.</summary>
    public string? InitialRunnerId { get; init; }

    /// <summary>The image in the service's own registry; null until it is there.</summary>
    public string? Ref { get; init; }

    /// <summary>The sandbox it was captured from; null for any other, and from servers that do not know it.</summary>
    public string? SourceSandboxId { get; init; }

    /// <summary>The class of sandboxes that start from it: container, linux-vm, android or windows.</summary>
    public string? SandboxClass { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The snapshot's name.</returns>
    public override string ToString() => Name;

    // Prints as its texts, where an array prints as System.String[]: in a CSV file.
    private static TextList? ListOf(IReadOnlyList<string>? texts) =>
        texts is null ? null : texts as TextList ?? new TextList(texts as IList<string> ?? [.. texts]);
}

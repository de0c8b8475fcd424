namespace Daytona.Snapshots;

/// <summary>A pre-built image from which Daytona sandboxes start.</summary>
public sealed class Snapshot
{
    private readonly bool? _enabled;

    /// <summary>The identifier: a UUID that the service assigns and that never changes.</summary>
    public string Id { get; init; } = "";

    /// <summary>The organization that owns it; null if the service does not say.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Whether it is shared with every organization. A general snapshot can't be removed, enabled or disabled.</summary>
    public bool General { get; init; }

    /// <summary>The name, unique in its organization, case-sensitive and immutable. It may contain <c>/</c> and <c>:</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The registry image it was created from; null or empty if it was built.</summary>
    public string? ImageName { get; init; }

    /// <summary>Whether sandboxes may start from it. If the service does not say, whether the state is not inactive.</summary>
    public bool Enabled
    {
        get => _enabled ?? SnapshotState.IsEnabled(State);
        init => _enabled = value;
    }

    /// <summary>The state. See <see cref="SnapshotState"/>; future versions of the service may have more.</summary>
    public string State { get; init; } = "";

    /// <summary>The image's size in GiB; null until it is known.</summary>
    public double? Size { get; init; }

    /// <summary>The command that a sandbox runs at its start; null for the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init => field = ListOf(value); }

    /// <summary>CPU cores of a sandbox.</summary>
    public int Cpu { get; init; }

    /// <summary>GPUs of a sandbox.</summary>
    public int Gpu { get; init; }

    /// <summary>The type of GPU; null if there is none.</summary>
    public string? GpuType { get; init; }

    /// <summary>Memory of a sandbox in GiB.</summary>
    public int Memory { get; init; }

    /// <summary>The same as <see cref="Memory"/>, under the service's name.</summary>
    public int Mem => Memory;

    /// <summary>Disk of a sandbox in GiB.</summary>
    public int Disk { get; init; }

    /// <summary>The service's error message; null if it did not fail.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The time since it was created; null if that is not known.</summary>
    public Duration? Age => CreatedAt == default ? null : new Duration(DateTime.UtcNow - CreatedAt.ToUniversalTime());

    /// <summary>When it last changed, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>When a sandbox last started from it, in local time, or null if never.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>The Dockerfile and contexts it was built from; null if it was pulled.</summary>
    public BuildInfo? BuildInfo { get; init; }

    /// <summary>The regions where sandboxes can start from it.</summary>
    public IReadOnlyList<string>? RegionIds { get; init => field = ListOf(value); }

    /// <summary>The runner that pulled or built it; null if none did, for example because the build was cached.</summary>
    public string? InitialRunnerId { get; init; }

    /// <summary>The image in the service's own registry; null until it exists.</summary>
    public string? Ref { get; init; }

    /// <summary>The sandbox it was captured from; null for other snapshots, and from older servers.</summary>
    public string? SourceSandboxId { get; init; }

    /// <summary>The class of sandboxes that start from it: container, linux-vm, android or windows.</summary>
    public string? SandboxClass { get; init; }

    /// <summary>
    /// The service's names of the fields whose values could not be read and are left empty, such as <c>lastUsedAt</c>; null if
    /// there are none.
    /// </summary>
    public IReadOnlyList<string>? InvalidFields { get; init => field = ListOf(value); }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    // An array prints as System.String[], for example in a CSV file.
    private static TextList? ListOf(IReadOnlyList<string>? texts) =>
        texts is null ? null : texts as TextList ?? new TextList(texts as IList<string> ?? [.. texts]);
}

/// <summary>The Dockerfile and the contexts that a snapshot was built from.</summary>
public sealed class BuildInfo
{
    /// <summary>The Dockerfile's text, or null if the service does not send it.</summary>
    public string? DockerfileContent { get; init; }

    /// <summary>The hashes of the build contexts; null or empty if there are none.</summary>
    public string[]? ContextHashes { get; init; }

    /// <summary>When this Dockerfile with these contexts was first built, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When the build was last used, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The image that the build produced, in the service's own registry.</summary>
    public string? SnapshotRef { get; init; }

    /// <summary>The image that the build produced.</summary>
    public override string ToString() => SnapshotRef ?? "";
}

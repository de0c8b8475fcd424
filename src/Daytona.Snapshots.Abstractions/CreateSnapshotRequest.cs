namespace Daytona.Snapshots;

/// <summary>What a snapshot is to be created from: an image of a registry, or a Dockerfile with its contexts.</summary>
public sealed record CreateSnapshotRequest
{
    /// <summary>The name, unique in the organization.</summary>
    public required string Name { get; init; }

    /// <summary>The image with a tag or a digest; null where <see cref="DockerfileContent"/> is given.</summary>
    public string? ImageName { get; init; }

    /// <summary>The Dockerfile's text; null where <see cref="ImageName"/> is given.</summary>
    public string? DockerfileContent { get; init; }

    /// <summary>The hashes of the contexts that were uploaded for the Dockerfile.</summary>
    public IReadOnlyList<string>? ContextHashes { get; init; }

    /// <summary>The command that a sandbox runs. Not with a Dockerfile, whose ENTRYPOINT says it.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>CPU cores of a sandbox; null for the service's default.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory of a sandbox in GiB; null for the service's default.</summary>
    public int? Memory { get; init; }

    /// <summary>Disk of a sandbox in GiB; null for the service's default.</summary>
    public int? Disk { get; init; }

    /// <summary>GPUs of a sandbox; null for the service's default.</summary>
    public int? Gpu { get; init; }

    /// <summary>The type of GPU; null for any.</summary>
    public string? GpuType { get; init; }

    /// <summary>The region; null for the organization's default.</summary>
    public string? RegionId { get; init; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows; null for the service's default.</summary>
    public string? SandboxClass { get; init; }
}

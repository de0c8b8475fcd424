namespace Daytona.Snapshots.Operations;

/// <summary>A snapshot to create from a registry image or from an <see cref="Image"/> that is built. Without either, a change keeps the source.</summary>
public sealed record CreateSnapshotRequest
{
    /// <summary>The name, unique in the organization.</summary>
    public required string Name { get; init; }

    /// <summary>The registry image, with a tag or a digest; null if <see cref="Image"/> is set.</summary>
    public string? ImageName { get; init; }

    /// <summary>The image to build; null if <see cref="ImageName"/> is set.</summary>
    public Image? Image { get; init; }

    /// <summary>The command that a sandbox runs; null for the image's own. With <see cref="Image"/>, it becomes the last instruction.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>CPU cores of a sandbox; null for 1.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory of a sandbox in GiB; null for 1.</summary>
    public int? Memory { get; init; }

    /// <summary>Disk of a sandbox in GiB; null for 3.</summary>
    public int? Disk { get; init; }

    /// <summary>GPUs of a sandbox; null for none.</summary>
    public int? Gpu { get; init; }

    /// <summary>The types of GPU, the preferred first; null for any. v0.190 accepts one.</summary>
    public IReadOnlyList<string>? GpuType { get; init; }

    /// <summary>The region; null for the organization's default.</summary>
    public string? RegionId { get; init; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows; null for that of the region.</summary>
    public string? SandboxClass { get; init; }

    internal bool HasSource => (ImageName ?? (object?)Image) is not null;

    /// <summary>
    /// Finds what the service would refuse, and what it would accept although no sandbox could use it. Nothing is sent, and no
    /// file is read.
    /// </summary>
    /// <returns>The problems; empty if there are none.</returns>
    public IReadOnlyList<SnapshotRequestProblem> Validate() => SnapshotRequestValidation.Validate(this);
}

/// <summary>A sandbox to capture as a snapshot.</summary>
public sealed record CaptureSandboxRequest
{
    /// <summary>The sandbox's ID or name.</summary>
    public required string SandboxIdOrName { get; init; }

    /// <summary>The snapshot's name. It must be free: the service does not report a conflict.</summary>
    public required string Name { get; init; }

    /// <summary>Whether to capture the memory too, for virtual machines only.</summary>
    /// <value>False by default.</value>
    public bool IncludeMemory { get; init; }
}

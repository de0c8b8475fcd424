namespace Daytona.Snapshots.Operations;

/// <summary>The fields of a request for a snapshot, by which a <see cref="SnapshotRequestProblem"/> names its own.</summary>
public enum SnapshotRequestField
{
    /// <summary>The snapshot's name.</summary>
    Name,

    /// <summary>The registry image.</summary>
    ImageName,

    /// <summary>The image to build, or its Dockerfile.</summary>
    Dockerfile,

    /// <summary>The command that a sandbox runs.</summary>
    Entrypoint,

    /// <summary>The number of CPU cores.</summary>
    Cpu,

    /// <summary>The memory.</summary>
    Memory,

    /// <summary>The disk.</summary>
    Disk,

    /// <summary>The number of GPUs.</summary>
    Gpu,

    /// <summary>The type of GPU.</summary>
    GpuType,

    /// <summary>The region.</summary>
    Region,
}

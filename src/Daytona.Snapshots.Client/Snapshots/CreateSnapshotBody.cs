namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The body of a creation. What is null is left out: the service answers a null size with a 500.</summary>
internal sealed class CreateSnapshotBody(CreateSnapshotRequest request)
{
    public string Name => request.Name;

    public string? ImageName => request.ImageName;

    public IReadOnlyList<string>? Entrypoint => request.Entrypoint;

    public int? Cpu => request.Cpu;

    public int? Gpu => request.Gpu;

    public string[]? GpuType => request.GpuType is { } type ? [type] : null;

    public int? Memory => request.Memory;

    public int? Disk => request.Disk;

    public object? BuildInfo => request.DockerfileContent is null
        ? null
        : new
        {
            request.DockerfileContent,
            ContextHashes = request.ContextHashes is { Count: > 0 } hashes ? hashes : null,
        };

    public string? RegionId => request.RegionId;

    public string? SandboxClass => request.SandboxClass;
}

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Completes an update's request with properties of the old snapshot.</summary>
internal static class SnapshotInheritance
{
    // The service runs this for a build without an ENTRYPOINT. In the Dockerfile, it would cause another build of the same
    // image.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    public static CreateSnapshotRequest Complete(CreateSnapshotRequest request, Snapshot old, bool keepEntrypoint) => request with
    {
        Entrypoint = request.Entrypoint ?? (keepEntrypoint ? EntrypointOf(old, request.Image) : null),
        Cpu = request.Cpu ?? old.Cpu,
        Memory = request.Memory ?? old.Memory,
        Disk = request.Disk ?? old.Disk,
        Gpu = request.Gpu ?? (old.Gpu > 0 ? old.Gpu : null),
        GpuType = request.GpuType ?? old.GpuType,
        RegionId = request.RegionId ?? (old.RegionIds is { Count: > 0 } regions ? regions[0] : null),
        SandboxClass = request.SandboxClass ?? old.SandboxClass,
    };

    private static IReadOnlyList<string>? EntrypointOf(Snapshot old, Image? image)
    {
        if (image is null || old.Entrypoint is null) return old.Entrypoint;
        bool hasItsOwn = image.Dockerfile.Split('\n')
            .Any(static line => line.TrimStart().StartsWith("ENTRYPOINT", StringComparison.OrdinalIgnoreCase));
        return hasItsOwn || old.Entrypoint.SequenceEqual(DefaultEntrypoint) ? null : old.Entrypoint;
    }
}

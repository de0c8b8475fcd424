namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Completes an update's request with what the old snapshot has.</summary>
internal static class SnapshotInheritance
{
    // The service runs this for a build without an ENTRYPOINT. Written into the Dockerfile, it would be another build of
    // the same.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    public static CreateSnapshotRequest Complete(CreateSnapshotRequest request, Snapshot old, bool keepEntrypoint) => request with
    {
        Entrypoint = request.Entrypoint ?? (keepEntrypoint ? EntrypointOf(old, request.Image) : null),
        Cpu = request.Cpu ?? Usable(old.Cpu),
        Memory = request.Memory ?? Usable(old.Memory),
        Disk = request.Disk ?? Usable(old.Disk),
        Gpu = request.Gpu ?? Usable(old.Gpu),
        GpuType = request.GpuType ?? ((request.Gpu ?? old.Gpu) > 0 ? old.GpuType : null),
        RegionId = request.RegionId ?? (old.RegionIds is { Count: > 0 } regions ? regions[0] : null),
        SandboxClass = request.SandboxClass ?? old.SandboxClass,
    };

    // Other clients create snapshots with a size of 0, which no sandbox can use.
    private static int? Usable(int? size) => size > 0 ? size : null;

    private static IReadOnlyList<string>? EntrypointOf(Snapshot old, Image? image)
    {
        if (image is null || old.Entrypoint is null) return old.Entrypoint;
        bool hasItsOwn = image.Dockerfile.Split('\n')
            .Any(static line => line.TrimStart().StartsWith("ENTRYPOINT", StringComparison.OrdinalIgnoreCase));
        return hasItsOwn || old.Entrypoint.SequenceEqual(DefaultEntrypoint) ? null : old.Entrypoint;
    }
}

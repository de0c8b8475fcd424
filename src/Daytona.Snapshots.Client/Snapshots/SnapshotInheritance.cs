namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Completes an update's request with properties of the old snapshot.</summary>
internal static class SnapshotInheritance
{
    // The service runs this for a build without an ENTRYPOINT. In the Dockerfile, it would cause another build of the same
    // image.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    /// <exception cref="UnexpectedResponseException">A property that the request does not set could not be read.</exception>
    public static CreateSnapshotRequest Complete(CreateSnapshotRequest request, Snapshot old, bool keepEntrypoint)
    {
        ThrowIfUnknown(old, "entrypoint", isNeeded: keepEntrypoint && request.Entrypoint is null);
        ThrowIfUnknown(old, "cpu", request.Cpu is null);
        ThrowIfUnknown(old, "mem", request.Memory is null);
        ThrowIfUnknown(old, "disk", request.Disk is null);
        ThrowIfUnknown(old, "gpu", request.Gpu is null);
        ThrowIfUnknown(old, "gpuType", request.GpuType is null);
        ThrowIfUnknown(old, "regionIds", request.RegionId is null);
        ThrowIfUnknown(old, "sandboxClass", request.SandboxClass is null);
        return request with
        {
            Entrypoint = request.Entrypoint ?? (keepEntrypoint ? EntrypointOf(old, request.Image) : null),
            Cpu = request.Cpu ?? Usable(old.Cpu),
            Memory = request.Memory ?? Usable(old.Memory),
            Disk = request.Disk ?? Usable(old.Disk),
            Gpu = request.Gpu ?? Usable(old.Gpu),
            GpuType = request.GpuType ?? ((request.Gpu ?? old.Gpu) > 0 && old.GpuType is { } type ? [type] : null),
            RegionId = request.RegionId ?? (old.RegionIds is { Count: > 0 } regions ? regions[0] : null),
            SandboxClass = request.SandboxClass ?? old.SandboxClass,
        };
    }

    /// <summary>The request with the entrypoint of the old snapshot, if neither the request nor its Dockerfile has one.</summary>
    public static CreateSnapshotRequest KeepEntrypoint(CreateSnapshotRequest request, Snapshot old) =>
        request with { Entrypoint = request.Entrypoint ?? EntrypointOf(old, request.Image) };

    // The replacement would silently lose it.
    private static void ThrowIfUnknown(Snapshot old, string field, bool isNeeded)
    {
        if (isNeeded && old.InvalidFields?.Contains(field) == true)
        {
            throw new UnexpectedResponseException(field, $"of '{old.Name}' can't be read, and the new snapshot would not have it");
        }
    }

    // Other clients create snapshots with a size of 0, which no sandbox can use.
    private static int? Usable(int? size) => size > 0 ? size : null;

    private static IReadOnlyList<string>? EntrypointOf(Snapshot old, Image? image)
    {
        if (image is null || old.Entrypoint is null) return old.Entrypoint;
        return HasEntrypoint(image) || old.Entrypoint.SequenceEqual(DefaultEntrypoint) ? null : old.Entrypoint;
    }

    private static bool HasEntrypoint(Image image)
    {
        try
        {
            return DockerfileReader.HasEntrypoint(image.Dockerfile);
        }
        catch (FormatException)
        {
            // The builder decides what the Dockerfile means. An instruction could override its entrypoint.
            return true;
        }
    }
}

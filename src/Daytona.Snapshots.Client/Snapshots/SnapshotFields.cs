using System.Globalization;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The fields that a definition and its snapshot have in common, apart from the source: how they differ, and how a replacement inherits them.</summary>
internal static class SnapshotFields
{
    // The service runs this if neither the request nor the Dockerfile says what to run. In the Dockerfile of a replacement, it would
    // cause another build of the same image.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    /// <summary>The differences in the fields that a definition sets.</summary>
    public static IEnumerable<SnapshotDifference?> Compare(CreateSnapshotRequest request, Snapshot existing) =>
    [
        CompareSize(nameof(Snapshot.Cpu), request.Cpu, existing.Cpu),
        CompareSize(nameof(Snapshot.Memory), request.Memory, existing.Memory),
        CompareSize(nameof(Snapshot.Disk), request.Disk, existing.Disk),
        CompareSize(nameof(Snapshot.Gpu), request.Gpu, existing.Gpu),
        request.GpuType is { Count: > 0 } types && !types.Contains(existing.GpuType)
            ? Compare(nameof(Snapshot.GpuType), existing.GpuType, new TextList([.. types]).ToString())
            : null,
        // Servers that do not know classes have containers.
        request.SandboxClass is { } sandboxClass
            ? Compare(nameof(Snapshot.SandboxClass), existing.SandboxClass ?? "container", sandboxClass)
            : null,
        request.RegionId is { } region && existing.RegionIds is { } regions && !regions.Contains(region)
            ? new SnapshotDifference(nameof(Snapshot.RegionIds), string.Join(", ", regions), region)
            : null,
    ];

    /// <summary>Completes the request of a replacement with fields of the old snapshot.</summary>
    /// <exception cref="UnexpectedResponseException">A field that the request does not set could not be read, and would silently be lost.</exception>
    /// <exception cref="SnapshotException">The request has no source, and that of the old snapshot is not known.</exception>
    public static CreateSnapshotRequest Inherit(CreateSnapshotRequest request, Snapshot old, bool keepEntrypoint)
    {
        request = KeepSource(request, old);
        ThrowIfUnknown(
            old,
            field => field == "entrypoint" ? keepEntrypoint && request.Entrypoint is null : IsSet(request, field) == false,
            "and the new snapshot would not have it");
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

    /// <summary>The request with the image or the build of the old snapshot, if the request has none. The entrypoint belongs to it.</summary>
    /// <exception cref="SnapshotException">The service does not say what the old snapshot was created from.</exception>
    /// <exception cref="UnexpectedResponseException">A field of the source could not be read.</exception>
    public static CreateSnapshotRequest KeepSource(CreateSnapshotRequest request, Snapshot old)
    {
        if (request.HasSource) return request;
        ThrowIfUnknown(old, IsOfSource, "and the new snapshot would not have it");
        if (!string.IsNullOrEmpty(old.ImageName)) return request with { ImageName = old.ImageName, Entrypoint = request.Entrypoint ?? old.Entrypoint };
        if (!string.IsNullOrEmpty(old.BuildInfo?.DockerfileContent)) return KeepEntrypoint(request with { Image = Image.FromBuild(old.BuildInfo!) }, old);
        throw new SnapshotException(
            SnapshotFailure.SourceUnknown, old, $"'{old.Name}' was captured from a sandbox, or the service does not say what it was created from.");
    }

    /// <summary>The request with the entrypoint of the old snapshot, if neither the request nor its Dockerfile has one.</summary>
    public static CreateSnapshotRequest KeepEntrypoint(CreateSnapshotRequest request, Snapshot old) =>
        request with { Entrypoint = request.Entrypoint ?? EntrypointOf(old, request.Image) };

    /// <summary>Whether a field, by the service's name, is a part of the source.</summary>
    public static bool IsOfSource(string field) => field is "imageName" or "entrypoint" or "buildInfo" or "buildInfo.dockerfileContent" or "buildInfo.contextHashes";

    /// <summary>Whether a request sets a field, by the service's name for it in snapshots; null for any other field.</summary>
    public static bool? IsSet(CreateSnapshotRequest request, string field) => field switch
    {
        "cpu" => request.Cpu is not null,
        "mem" => request.Memory is not null,
        "disk" => request.Disk is not null,
        "gpu" => request.Gpu is not null,
        "gpuType" => request.GpuType is not null,
        "sandboxClass" => request.SandboxClass is not null,
        "regionIds" => request.RegionId is not null,
        _ => null,
    };

    /// <exception cref="UnexpectedResponseException">A field that is needed could not be read.</exception>
    public static void ThrowIfUnknown(Snapshot snapshot, Func<string, bool> isNeeded, string consequence)
    {
        if (snapshot.InvalidFields?.FirstOrDefault(isNeeded) is { } unknown)
        {
            throw new UnexpectedResponseException(unknown, $"of '{snapshot.Name}' can't be read, {consequence}");
        }
    }

    /// <summary>The difference between two texts; null if there is none.</summary>
    public static SnapshotDifference? Compare(string property, string? oldValue, string? newValue) =>
        (oldValue ?? "") == (newValue ?? "") ? null : new SnapshotDifference(property, oldValue ?? "", newValue ?? "");

    /// <summary>An entrypoint as text; empty for the service's default.</summary>
    public static string TextOf(IReadOnlyList<string>? entrypoint) =>
        entrypoint is null || entrypoint.SequenceEqual(DefaultEntrypoint) ? "" : new TextList([.. entrypoint]).ToString();

    private static SnapshotDifference? CompareSize(string property, int? wanted, int existing) => wanted is { } value && value != existing
        ? Compare(property, existing.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture))
        : null;

    // Other clients create snapshots with a size of 0, which no sandbox can use.
    private static int? Usable(int? size) => size > 0 ? size : null;

    private static IReadOnlyList<string>? EntrypointOf(Snapshot old, Image? image)
    {
        if (image is null || old.Entrypoint is null) return old.Entrypoint;
        return image.Parsed.HasEntrypoint || old.Entrypoint.SequenceEqual(DefaultEntrypoint) ? null : old.Entrypoint;
    }
}

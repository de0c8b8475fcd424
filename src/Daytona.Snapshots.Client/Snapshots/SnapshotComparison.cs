using System.Globalization;
using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Compares definitions with their snapshots, and completes them by what a snapshot has. Sends nothing.</summary>
internal static class SnapshotComparison
{
    // The service runs this if neither the request nor the Dockerfile says what to run. In the Dockerfile of a replacement, it would
    // cause another build of the same image.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    /// <summary>Finds the change that makes a snapshot match its definition.</summary>
    /// <param name="existing">The snapshot; null for none.</param>
    /// <param name="earlier">The source of the definition if it was read before.</param>
    /// <returns>The change, and the source of the definition; null if it was not read.</returns>
    /// <exception cref="UnexpectedResponseException">A property to compare could not be read.</exception>
    /// <exception cref="SnapshotException">The definition has no source, and there is none to keep.</exception>
    public static async Task<(SnapshotChange Change, BuildSource? Source)> CompareAsync(
        CreateSnapshotRequest request, Snapshot? existing, BuildSource? earlier, CancellationToken cancellationToken)
    {
        // Another organization's general snapshot yields to one of this organization, and a snapshot that is being removed will
        // soon not exist.
        if (existing is null or { General: true } or { State: SnapshotState.Removing })
        {
            return request.HasSource ? (new SnapshotChange { Name = request.Name, Action = SnapshotAction.Create }, earlier) : throw new SnapshotException(
                SnapshotFailure.SourceUnknown, request.Name, $"No snapshot '{request.Name}' exists whose image or build could be kept.");
        }

        request = KeepSource(request, existing);
        // A field that can't be read would seem to differ, and the snapshot would be replaced each time.
        ThrowIfUnknown(existing, field => IsOfSource(field) || IsSet(request, field) == true, "and can't be compared with the definition");
        BuildSource? source = BuildSource.Read(request, cancellationToken, earlier);
        SnapshotDifference?[] sources = source is null
            ? CompareImage(request, existing)
            : await CompareBuildAsync(source, existing, cancellationToken).ConfigureAwait(false);
        List<SnapshotDifference> differences = [.. sources.Concat(CompareFields(request, existing)).OfType<SnapshotDifference>()];
        bool isFailed = SnapshotState.IsFailure(existing.State);
        bool isInactive = existing.State == SnapshotState.Inactive;
        SnapshotAction action = differences.Count > 0 || isFailed ? SnapshotAction.Replace
            : isInactive ? SnapshotAction.Enable
            : SnapshotAction.None;
        if (isFailed || isInactive) differences.Insert(0, new SnapshotDifference(nameof(Snapshot.State), existing.State, SnapshotState.Active));
        return (new SnapshotChange { Name = existing.Name, Action = action, Differences = differences, Snapshot = existing }, source);
    }

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
        return (keepEntrypoint ? KeepEntrypoint(request, old) : request) with
        {
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
    public static CreateSnapshotRequest KeepEntrypoint(CreateSnapshotRequest request, Snapshot old)
    {
        if (request.Entrypoint is not null || old.Entrypoint is not { } entrypoint) return request;
        bool isOfDockerfile = request.Image is { } image && (image.Parsed.HasEntrypoint || entrypoint.SequenceEqual(DefaultEntrypoint));
        return isOfDockerfile ? request : request with { Entrypoint = entrypoint };
    }

    /// <summary>The request with the image or the build of the old snapshot, if the request has none. The entrypoint belongs to it.</summary>
    /// <exception cref="SnapshotException">The service does not say what the old snapshot was created from.</exception>
    /// <exception cref="UnexpectedResponseException">A field of the source could not be read.</exception>
    private static CreateSnapshotRequest KeepSource(CreateSnapshotRequest request, Snapshot old)
    {
        if (request.HasSource) return request;
        ThrowIfUnknown(old, IsOfSource, "and the new snapshot would not have it");
        if (!string.IsNullOrEmpty(old.ImageName)) return request with { ImageName = old.ImageName, Entrypoint = request.Entrypoint ?? old.Entrypoint };
        if (!string.IsNullOrEmpty(old.BuildInfo?.DockerfileContent)) return KeepEntrypoint(request with { Image = Image.FromBuild(old.BuildInfo!) }, old);
        throw new SnapshotException(
            SnapshotFailure.SourceUnknown, old, $"'{old.Name}' was captured from a sandbox, or the service does not say what it was created from.");
    }

    /// <summary>Whether a field, by the service's name, is a part of the source.</summary>
    private static bool IsOfSource(string field) => field is "imageName" or "entrypoint" or "buildInfo" or "buildInfo.dockerfileContent" or "buildInfo.contextHashes";

    /// <summary>Whether a request sets a field, by the service's name for it in snapshots; null for any other field.</summary>
    private static bool? IsSet(CreateSnapshotRequest request, string field) => field switch
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
    private static void ThrowIfUnknown(Snapshot snapshot, Func<string, bool> isNeeded, string consequence)
    {
        if (snapshot.InvalidFields?.FirstOrDefault(isNeeded) is { } unknown)
        {
            throw new UnexpectedResponseException(unknown, $"of '{snapshot.Name}' can't be read, {consequence}");
        }
    }

    private static SnapshotDifference?[] CompareImage(CreateSnapshotRequest request, Snapshot existing) =>
    [
        Compare(nameof(Snapshot.ImageName), existing.ImageName, request.ImageName),
        // A build's entrypoint is part of its Dockerfile, which differs anyway.
        existing.BuildInfo is null ? Compare(nameof(Snapshot.Entrypoint), TextOf(existing.Entrypoint), TextOf(request.Entrypoint)) : null,
    ];

    private static async Task<SnapshotDifference?[]> CompareBuildAsync(BuildSource source, Snapshot existing, CancellationToken cancellationToken)
    {
        var hashes = new HashSet<string>(source.StoredContexts, StringComparer.Ordinal);
        foreach (BuildContext context in source.Contexts)
        {
            if (context.Entries.Count > 0) hashes.Add(await context.ComputeHashAsync(null, cancellationToken).ConfigureAwait(false));
        }

        IReadOnlyList<string> existingHashes = existing.BuildInfo?.ContextHashes ?? [];
        return
        [
            Compare(nameof(Snapshot.ImageName), existing.ImageName, ""),
            Compare("Dockerfile", existing.BuildInfo?.DockerfileContent, source.Dockerfile),
            hashes.SetEquals(existingHashes) ? null : new SnapshotDifference("Context", Join(existingHashes), Join(hashes)),
        ];
    }

    /// <summary>The differences in the fields that a definition sets, apart from the source.</summary>
    private static SnapshotDifference?[] CompareFields(CreateSnapshotRequest request, Snapshot existing) =>
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

    private static SnapshotDifference? CompareSize(string property, int? wanted, int existing) =>
        wanted is { } value ? Compare(property, existing.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture)) : null;

    /// <summary>The difference between two texts; null if there is none.</summary>
    private static SnapshotDifference? Compare(string property, string? oldValue, string? newValue) =>
        (oldValue ?? "") == (newValue ?? "") ? null : new SnapshotDifference(property, oldValue ?? "", newValue ?? "");

    /// <summary>An entrypoint as text; empty for the service's default.</summary>
    private static string TextOf(IReadOnlyList<string>? entrypoint) =>
        entrypoint is null || entrypoint.SequenceEqual(DefaultEntrypoint) ? "" : new TextList([.. entrypoint]).ToString();

    // The start of a hash is enough to show that it differs.
    private static string Join(IEnumerable<string> hashes) => string.Join(
        ", ", hashes.OrderBy(static hash => hash, StringComparer.Ordinal).Select(static hash => hash.Length > 12 ? hash.Substring(0, 12) : hash));

    // Other clients create snapshots with a size of 0, which no sandbox can use.
    private static int? Usable(int? size) => size > 0 ? size : null;
}

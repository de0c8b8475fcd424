using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Finds the differences between a snapshot and its definition. Sends nothing.</summary>
/// <param name="request">The definition.</param>
/// <param name="existing">The snapshot of that name; null if there is none.</param>
/// <param name="earlier">The source if it was read before; null if it was not.</param>
internal sealed class SnapshotComparison(CreateSnapshotRequest request, Snapshot? existing, BuildSource? earlier = null)
{
    // The service runs this if neither the request nor the Dockerfile says what to run.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    /// <summary>The source of the definition; null if it was not read.</summary>
    public BuildSource? Source { get; private set; } = earlier;

    /// <summary>The change that makes the snapshot match its definition.</summary>
    /// <param name="cancellationToken">Cancels the reading of build contexts.</param>
    /// <exception cref="UnexpectedResponseException">A property to compare could not be read.</exception>
    public async Task<SnapshotChange> RunAsync(CancellationToken cancellationToken)
    {
        // Another organization's general snapshot yields to one of this organization, and a snapshot that is being removed will
        // soon not exist.
        if (existing is null or { General: true } or { State: SnapshotState.Removing })
        {
            return new SnapshotChange { Name = request.Name, Action = SnapshotAction.Create };
        }

        List<SnapshotDifference> differences = [.. await FindDifferencesAsync(existing, cancellationToken).ConfigureAwait(false)];
        bool isFailed = SnapshotState.IsFailure(existing.State);
        bool isInactive = existing.State == SnapshotState.Inactive;
        SnapshotAction action = differences.Count > 0 || isFailed ? SnapshotAction.Replace
            : isInactive ? SnapshotAction.Enable
            : SnapshotAction.None;
        if (isFailed || isInactive) differences.Insert(0, new SnapshotDifference(nameof(Snapshot.State), existing.State, SnapshotState.Active));
        return new SnapshotChange { Name = existing.Name, Action = action, Differences = differences, Snapshot = existing };
    }

    private async Task<IEnumerable<SnapshotDifference>> FindDifferencesAsync(Snapshot existing, CancellationToken cancellationToken)
    {
        ThrowIfUnknown(existing);
        Source = BuildSource.Read(request, cancellationToken, Source);
        SnapshotDifference?[] source = Source is null ? CompareImage(existing) : await CompareBuildAsync(Source, existing, cancellationToken).ConfigureAwait(false);
        SnapshotDifference?[] rest =
        [
            CompareGiven(nameof(Snapshot.Cpu), request.Cpu, existing.Cpu),
            CompareGiven(nameof(Snapshot.Memory), request.Memory, existing.Memory),
            CompareGiven(nameof(Snapshot.Disk), request.Disk, existing.Disk),
            CompareGiven(nameof(Snapshot.Gpu), request.Gpu, existing.Gpu),
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
        return source.Concat(rest).OfType<SnapshotDifference>();
    }

    // A property that can't be read would seem to differ, and the snapshot would be replaced each time.
    private void ThrowIfUnknown(Snapshot existing)
    {
        string? unknown = existing.InvalidFields?.FirstOrDefault(field => field switch
        {
            "imageName" or "entrypoint" or "buildInfo" or "buildInfo.dockerfileContent" or "buildInfo.contextHashes" => true,
            "cpu" => request.Cpu is not null,
            "mem" => request.Memory is not null,
            "disk" => request.Disk is not null,
            "gpu" => request.Gpu is not null,
            "gpuType" => request.GpuType is not null,
            "sandboxClass" => request.SandboxClass is not null,
            "regionIds" => request.RegionId is not null,
            _ => false,
        });
        if (unknown is not null)
        {
            throw new UnexpectedResponseException(unknown, $"of '{existing.Name}' can't be read, and can't be compared with the definition");
        }
    }

    private SnapshotDifference?[] CompareImage(Snapshot existing) =>
    [
        Compare(nameof(Snapshot.ImageName), existing.ImageName, request.ImageName),
        // A build's entrypoint is part of its Dockerfile, which differs anyway.
        existing.BuildInfo is null
            ? Compare(nameof(Snapshot.Entrypoint), EntrypointOf(existing.Entrypoint), EntrypointOf(request.Entrypoint))
            : null,
    ];

    private static async Task<SnapshotDifference?[]> CompareBuildAsync(BuildSource source, Snapshot existing, CancellationToken cancellationToken)
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (BuildContext context in source.Contexts)
        {
            if (context.Entries.Count > 0) hashes.Add(await context.ComputeHashAsync(null, cancellationToken).ConfigureAwait(false));
        }

        return
        [
            Compare(nameof(Snapshot.ImageName), existing.ImageName, ""),
            Compare("Dockerfile", existing.BuildInfo?.DockerfileContent, source.Dockerfile),
            hashes.SetEquals(existing.BuildInfo?.ContextHashes ?? [])
                ? null
                : new SnapshotDifference("Context", Join(existing.BuildInfo?.ContextHashes ?? []), Join(hashes)),
        ];
    }

    private static SnapshotDifference? Compare(string property, string? oldValue, string? newValue) =>
        (oldValue ?? "") == (newValue ?? "") ? null : new SnapshotDifference(property, oldValue ?? "", newValue ?? "");

    private static SnapshotDifference? CompareGiven(string property, int? given, int existing) => given is { } value && value != existing
        ? Compare(property, Write(existing), Write(value))
        : null;

    private static string Write(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string EntrypointOf(IReadOnlyList<string>? words) =>
        words is null || words.SequenceEqual(DefaultEntrypoint) ? "" : new TextList([.. words]).ToString();

    // The start of a hash is enough to show that it differs.
    private static string Join(IEnumerable<string> hashes) => string.Join(
        ", ", hashes.OrderBy(static hash => hash, StringComparer.Ordinal).Select(static hash => hash.Length > 12 ? hash.Substring(0, 12) : hash));
}

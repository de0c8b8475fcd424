using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Finds the differences between a snapshot and its definition. Sends nothing.</summary>
internal sealed class SnapshotComparison(CreateSnapshotRequest request, Snapshot? existing, BuildSource? earlier = null)
{
    /// <summary>The source of the definition; null if it was not read.</summary>
    public BuildSource? Source { get; private set; } = earlier;

    /// <summary>The change that makes the snapshot match its definition.</summary>
    /// <exception cref="UnexpectedResponseException">A property to compare could not be read.</exception>
    /// <exception cref="SnapshotException">The definition has no source, and there is none to keep.</exception>
    public async Task<SnapshotChange> RunAsync(CancellationToken cancellationToken)
    {
        // Another organization's general snapshot yields to one of this organization, and a snapshot that is being removed will
        // soon not exist.
        if (existing is null or { General: true } or { State: SnapshotState.Removing })
        {
            return request.HasSource ? new SnapshotChange { Name = request.Name, Action = SnapshotAction.Create } : throw new SnapshotException(
                SnapshotFailure.SourceUnknown, request.Name, $"No snapshot '{request.Name}' exists whose image or build could be kept.");
        }

        request = SnapshotFields.KeepSource(request, existing);
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
        // A field that can't be read would seem to differ, and the snapshot would be replaced each time.
        SnapshotFields.ThrowIfUnknown(
            existing,
            field => SnapshotFields.IsOfSource(field) || SnapshotFields.IsSet(request, field) == true,
            "and can't be compared with the definition");
        Source = BuildSource.Read(request, cancellationToken, Source);
        SnapshotDifference?[] source = Source is null ? CompareImage(existing) : await CompareBuildAsync(Source, existing, cancellationToken).ConfigureAwait(false);
        return source.Concat(SnapshotFields.Compare(request, existing)).OfType<SnapshotDifference>();
    }

    private SnapshotDifference?[] CompareImage(Snapshot existing) =>
    [
        SnapshotFields.Compare(nameof(Snapshot.ImageName), existing.ImageName, request.ImageName),
        // A build's entrypoint is part of its Dockerfile, which differs anyway.
        existing.BuildInfo is null
            ? SnapshotFields.Compare(nameof(Snapshot.Entrypoint), SnapshotFields.TextOf(existing.Entrypoint), SnapshotFields.TextOf(request.Entrypoint))
            : null,
    ];

    private static async Task<SnapshotDifference?[]> CompareBuildAsync(BuildSource source, Snapshot existing, CancellationToken cancellationToken)
    {
        var hashes = new HashSet<string>(source.StoredContexts, StringComparer.Ordinal);
        foreach (BuildContext context in source.Contexts)
        {
            if (context.Entries.Count > 0) hashes.Add(await context.ComputeHashAsync(null, cancellationToken).ConfigureAwait(false));
        }

        return
        [
            SnapshotFields.Compare(nameof(Snapshot.ImageName), existing.ImageName, ""),
            SnapshotFields.Compare("Dockerfile", existing.BuildInfo?.DockerfileContent, source.Dockerfile),
            hashes.SetEquals(existing.BuildInfo?.ContextHashes ?? [])
                ? null
                : new SnapshotDifference("Context", Join(existing.BuildInfo?.ContextHashes ?? []), Join(hashes)),
        ];
    }

    // The start of a hash is enough to show that it differs.
    private static string Join(IEnumerable<string> hashes) => string.Join(
        ", ", hashes.OrderBy(static hash => hash, StringComparer.Ordinal).Select(static hash => hash.Length > 12 ? hash.Substring(0, 12) : hash));
}

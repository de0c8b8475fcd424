namespace Daytona.Snapshots.Client.Oci;

/// <summary>An image in the <c>manifest.json</c> of an archive of <c>docker save</c>.</summary>
internal sealed class DockerArchiveEntry
{
    /// <summary>The file with the configuration.</summary>
    public string? Config { get; init; }

    /// <summary>The image's names with tags; null or empty if it has none.</summary>
    public List<string>? RepoTags { get; init; }

    /// <summary>The files with the layers, the lowest first.</summary>
    public List<string>? Layers { get; init; }
}

namespace Daytona.Snapshots.Registries;

/// <summary>A local image that is now in a registry.</summary>
/// <param name="Source">The source of the image: a path, or an engine's address.</param>
/// <param name="Registry">The registry's host, with its port if it has one.</param>
/// <param name="Repository">The repository in the registry, with the project.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Digest">The digest of the manifest, such as <c>sha256:1f…</c>, which identifies the image in any registry.</param>
/// <param name="Platform">The platform of the image.</param>
/// <param name="LayersPushed">The number of layers that were sent.</param>
/// <param name="LayersSkipped">The number of layers that the repository already had.</param>
/// <param name="BytesPushed">Bytes of layers and configuration that were sent.</param>
/// <param name="Size">Bytes of all layers in the form in which they are in the registry.</param>
/// <param name="TemporaryBytes">Bytes of disk that the temporary copy of compressed layers needed; 0 for an image that was read in place.</param>
public sealed record PublishedImage(
    string Source,
    string Registry,
    string Repository,
    string Tag,
    string Digest,
    ImagePlatform Platform,
    int LayersPushed,
    int LayersSkipped,
    long BytesPushed,
    long Size,
    long TemporaryBytes)
{
    /// <summary>The image's name with its tag, such as <c>registry.example.com/project/app:latest</c>.</summary>
    public string TaggedName => $"{Registry}/{Repository}:{Tag}";

    /// <summary>The image's name with its digest, which always means this image.</summary>
    public string DigestName => $"{Registry}/{Repository}@{Digest}";

    /// <summary>The image's name with its tag.</summary>
    public override string ToString() => TaggedName;
}

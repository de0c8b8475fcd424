namespace Daytona.Snapshots.Registries;

/// <summary>A local image that is now in a registry.</summary>
public sealed record PublishedImage
{
    /// <summary>The source of the image: a path, or an engine's address.</summary>
    public required string Source { get; init; }

    /// <summary>The registry's host, with its port if it has one.</summary>
    public required string Registry { get; init; }

    /// <summary>The repository in the registry, with the project.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The digest of the manifest, such as <c>sha256:1f…</c>, which identifies the image in any registry.</summary>
    public required string Digest { get; init; }

    /// <summary>The platform of the image.</summary>
    public required ImagePlatform Platform { get; init; }

    /// <summary>The number of layers that were sent.</summary>
    public required int LayersPushed { get; init; }

    /// <summary>The number of layers that the repository already had.</summary>
    public required int LayersSkipped { get; init; }

    /// <summary>Bytes of layers and configuration that were sent.</summary>
    public required long BytesPushed { get; init; }

    /// <summary>Bytes of all layers in the form in which they are in the registry.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of disk that the temporary copy of compressed layers needed; 0 for an image that was read in place.</summary>
    public required long TemporaryBytes { get; init; }

    /// <summary>The image's name with its tag, such as <c>registry.example.com/project/app:latest</c>.</summary>
    public string TaggedName => $"{Registry}/{Repository}:{Tag}";

    /// <summary>The image's name with its digest, which always means this image.</summary>
    public string DigestName => $"{Registry}/{Repository}@{Digest}";

    /// <summary>The image's name with its tag.</summary>
    public override string ToString() => TaggedName;
}

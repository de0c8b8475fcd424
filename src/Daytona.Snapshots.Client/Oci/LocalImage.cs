namespace Daytona.Snapshots.Client.Oci;

/// <summary>A complete image on this machine, for one platform.</summary>
internal sealed class LocalImage : IDisposable
{
    /// <summary>The path or engine that the image is from.</summary>
    public required string Source { get; init; }

    /// <summary>The platform of the image.</summary>
    public required ImagePlatform Platform { get; init; }

    /// <summary>The manifest, as it is sent.</summary>
    public required byte[] Manifest { get; init; }

    /// <summary>The media type of <see cref="Manifest"/>.</summary>
    public required string ManifestType { get; init; }

    /// <summary>The configuration.</summary>
    public required ImageBlob Config { get; init; }

    /// <summary>The layers, each once.</summary>
    public required IReadOnlyList<ImageBlob> Layers { get; init; }

    /// <summary>The temporary copy that the image is read from; null if it is read in place.</summary>
    public TemporaryCopy? Copy { get; set; }

    /// <summary>Deletes the temporary copy.</summary>
    public void Dispose() => Copy?.Dispose();
}

using System.IO.Compression;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Reads an image of an archive of <c>docker save</c>. The archive has no manifest for a registry, so one is created. Layers are
/// compressed, if they are not.
/// </summary>
/// <param name="files">The archive.</param>
/// <param name="name">The image's name in the archive; null if it holds one.</param>
/// <param name="platform">The platform that the image must be for.</param>
/// <param name="copy">The temporary copy, for layers that are compressed.</param>
internal sealed class DockerArchiveReader(ImageFiles files, string? name, ImagePlatform platform, TemporaryCopy copy)
{
    /// <summary>The file by which the archive is recognized.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>Finds the image's parts. Only the configuration is compared with its digest.</summary>
    /// <exception cref="LocalImageException">The image is damaged, missing, or for another platform.</exception>
    public FoundImage Read()
    {
        DockerArchiveEntry entry = Select(files.ReadJson<List<DockerArchiveEntry>>(ManifestFile));
        string path = entry.Config ?? throw files.Damaged("an image has no configuration");
        // Most tools name the file by its digest.
        Digest? stated = Digest.TryParse($"{Digest.Sha256}:{Path.GetFileNameWithoutExtension(path)}", out Digest named) ? named : null;
        (ImageBlob config, byte[] json) = files.ReadVerified(files.Get(path), stated, "configuration");
        OciConfig content = ImageJson.Parse<OciConfig>(json, files.Source, "configuration");
        var selection = new PlatformSelection(platform, files.Source);
        ImagePlatform? actual = content.ToPlatform();
        if (selection.Distance(actual) is not { } distance) throw selection.NoMatch();

        (List<string> paths, List<string> diffIds) = (entry.Layers ?? [], content.Rootfs?.DiffIds ?? []);
        if (paths.Count != diffIds.Count) throw files.Damaged($"its configuration has {diffIds.Count} layers and the archive {paths.Count}");

        (FoundLayer Layer, string MediaType)[] layers = [.. paths.Select((layer, i) => Find(layer, diffIds[i]))];
        return new FoundImage(actual!, distance, config, [.. layers.Select(static layer => layer.Layer)], MediaTypes.OciManifest, blobs => ImageJson.Write(new OciDocument
        {
            MediaType = MediaTypes.OciManifest,
            Config = Describe(config, MediaTypes.OciConfig),
            Layers = [.. blobs.Select((blob, i) => Describe(blob, layers[i].MediaType))],
        }));
    }

    private static OciDescriptor Describe(ImageBlob blob, string mediaType) =>
        new() { MediaType = mediaType, Digest = blob.Digest.ToString(), Size = blob.Content.Length };

    private DockerArchiveEntry Select(List<DockerArchiveEntry> entries)
    {
        IEnumerable<DockerArchiveEntry> named = name is null
            ? entries
            : entries.Where(entry => entry.RepoTags?.Exists(stored => ImageReference.Matches(name, stored)) == true);
        // The same image under several names is one image.
        DockerArchiveEntry[] images = [.. named
            .GroupBy(static entry => string.Join("\n", [entry.Config, .. entry.Layers ?? []]))
            .Select(static same => same.First())];
        return images.Length switch
        {
            1 => images[0],
            0 => throw files.NotFound(name, entries.Select(NameOf)),
            _ => throw files.Ambiguous(images.Select(NameOf)),
        };
    }

    private static string? NameOf(DockerArchiveEntry entry) => entry.RepoTags?.FirstOrDefault();

    private (FoundLayer Layer, string MediaType) Find(string path, string diffIdText)
    {
        Digest diffId = files.ParseDigest(diffIdText);
        FileRange file = files.Get(path);
        return (copy.IsLayer(file) ? null : Compression.Of(file.ReadBytes(Compression.Length))) switch
        {
            null => (FoundLayer.Compressed(file, diffId, copy, _ => Different(diffId)), MediaTypes.OciLayer + "+gzip"),
            Compression.Gzip => (new FoundLayer(file, token => VerifyGzipAsync(file, diffId, token)), MediaTypes.OciLayer + "+gzip"),
            Compression.Zstd => (new FoundLayer(file, token => ComputeAsync(file, token)), MediaTypes.OciLayer + "+zstd"),
            var program => throw files.Unsupported(
                $"has a layer that is compressed by {program}, which registries don't accept. Run docker load, and publish the image with -LocalImage."),
        };
    }

    private static async Task<ImageBlob> ComputeAsync(FileRange file, CancellationToken cancellationToken)
    {
        using LimitedStream stream = file.Open();
        return new ImageBlob(await Digest.OfAsync(stream, Digest.Sha256, cancellationToken).ConfigureAwait(false), file, IsVerified: true);
    }

    /// <summary>Computes the digest of a compressed layer, and compares its content with the configuration's digest.</summary>
    private async Task<ImageBlob> VerifyGzipAsync(FileRange file, Digest diffId, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new GZipStream(file.Open(), CompressionMode.Decompress);
            if (await Digest.OfAsync(content, diffId.Algorithm, cancellationToken).ConfigureAwait(false) == diffId)
            {
                return await ComputeAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException)
        {
            // Reported like any other difference.
        }

        throw Different(diffId);
    }

    private LocalImageException Different(Digest diffId) => files.Damaged($"the content of its layer {diffId} does not match this digest");
}

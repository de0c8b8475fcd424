using System.IO.Compression;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Reads an image of an archive of <c>docker save</c>. The archive has no manifest for a registry, so one is created, always
/// the same for the same archive. Layers are sent unchanged, usually uncompressed.
/// </summary>
/// <param name="files">The archive.</param>
/// <param name="name">The image's name in the archive; null if it holds one.</param>
/// <param name="platform">The platform that the image must be for.</param>
internal sealed class DockerArchiveReader(IImageFiles files, string? name, ImagePlatform platform)
{
    /// <summary>The file by which the archive is recognized.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>Finds the image's parts. Only the configuration and compressed layers are compared with their digests.</summary>
    /// <exception cref="LocalImageException">The image is damaged, missing, or for another platform.</exception>
    public async Task<LocalImage> ReadAsync(CancellationToken cancellationToken)
    {
        DockerArchiveEntry entry = Select(ImageJson.Read<List<DockerArchiveEntry>>(Find(ManifestFile), files.Source, ManifestFile));
        ImageBlob config = ReadConfig(entry, out OciImageConfig content);

        ImagePlatform? actual = content.ToPlatform();
        var selection = new PlatformSelection(platform, files.Source);
        if (!selection.Accepts(actual)) throw selection.NoMatch();

        List<string> diffIds = content.Rootfs?.DiffIds ?? [];
        if (entry.Layers is not { } layerFiles || layerFiles.Count != diffIds.Count)
        {
            throw Damaged($"its configuration has {diffIds.Count} layers and the archive {entry.Layers?.Count ?? 0}");
        }

        var layers = new List<ImageBlob>();
        var descriptors = new List<OciDescriptor>();
        for (int i = 0; i < layerFiles.Count; i++)
        {
            if (!Digest.TryParse(diffIds[i], out Digest diffId)) throw Damaged($"'{diffIds[i]}' is not a SHA-256 digest");

            FileRange file = Find(layerFiles[i]);
            bool compressed = IsGzip(file);
            ImageBlob layer = compressed
                ? await ReadCompressedAsync(file, diffId, cancellationToken).ConfigureAwait(false)
                : new ImageBlob(diffId, file);
            layers.Add(layer);
            descriptors.Add(Describe(layer, compressed ? MediaTypes.OciGzipLayer : MediaTypes.OciLayer));
        }

        return new LocalImage
        {
            Source = files.Source,
            Platform = actual!,
            Manifest = ImageJson.Write(new OciManifest
            {
                MediaType = MediaTypes.OciManifest,
                Config = Describe(config, MediaTypes.OciConfig),
                Layers = descriptors,
            }),
            ManifestType = MediaTypes.OciManifest,
            Config = config,
            // An archive may contain the same layer in several files.
            Layers = [.. layers.GroupBy(static layer => layer.Digest).Select(static same => same.First())],
        };
    }

    /// <summary>Whether a file begins as gzip does.</summary>
    public static bool IsGzip(FileRange file)
    {
        if (file.Length < 2) return false;
        byte[] start = (file with { Length = 2 }).ReadAllBytes();
        return start[0] == 0x1F && start[1] == 0x8B;
    }

    private static OciDescriptor Describe(ImageBlob blob, string mediaType) =>
        new() { MediaType = mediaType, Digest = blob.Digest.ToString(), Size = blob.Content.Length };

    private DockerArchiveEntry Select(List<DockerArchiveEntry> entries)
    {
        List<DockerArchiveEntry> named = name is null
            ? entries
            : entries.FindAll(entry => entry.RepoTags?.Exists(stored => ImageName.Matches(name, stored)) == true);
        return named.Count switch
        {
            1 => named[0],
            0 => throw new LocalImageException(
                LocalImageFailure.ImageNotFound,
                name is null ? $"{files.Source} contains no image." : $"{files.Source} does not contain image '{name}', but {NamesOf(entries)}."),
            _ => throw new LocalImageException(
                LocalImageFailure.Ambiguous, $"{files.Source} contains several images: {NamesOf(named)}."),
        };
    }

    private static string NamesOf(IEnumerable<DockerArchiveEntry> entries) =>
        string.Join(", ", entries.Select(static entry => entry.RepoTags?.FirstOrDefault() ?? "an unnamed image"));

    private ImageBlob ReadConfig(DockerArchiveEntry entry, out OciImageConfig content)
    {
        string path = entry.Config ?? throw Damaged("an image has no configuration");
        FileRange file = Find(path);
        byte[] json = ImageJson.ReadBytes(file, files.Source, "configuration");
        var digest = Digest.Of(json);
        // Most tools name the file by its digest.
        string fileName = Path.GetFileNameWithoutExtension(path);
        if (Digest.TryParse(fileName, out Digest stated) && stated != digest)
        {
            throw Damaged("its configuration does not match its digest");
        }

        content = ImageJson.Parse<OciImageConfig>(json, files.Source, "configuration");
        return new ImageBlob(digest, file);
    }

    /// <summary>Computes the digest of a compressed layer, and compares its content with the configuration's digest.</summary>
    private async Task<ImageBlob> ReadCompressedAsync(FileRange file, Digest diffId, CancellationToken cancellationToken)
    {
        using FileRangeStream stream = file.Open();
        Digest digest = await Digest.ComputeAsync(stream, cancellationToken).ConfigureAwait(false);
        try
        {
            using var content = new GZipStream(file.Open(), CompressionMode.Decompress);
            if (await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false) == diffId) return new ImageBlob(digest, file);
        }
        catch (InvalidDataException)
        {
            // Reported like any other difference.
        }

        throw Damaged($"the content of its layer {diffId} does not match this digest");
    }

    private FileRange Find(string file) => files.Find(file) ?? throw Damaged($"{file} is missing");

    private LocalImageException Damaged(string what) => new(LocalImageFailure.Broken, $"{files.Source} is damaged: {what}.");
}

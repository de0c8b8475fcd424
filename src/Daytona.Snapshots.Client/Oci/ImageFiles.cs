using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The files that an image consists of, in an archive or in a folder.</summary>
/// <param name="Source">The path or engine, as messages name it.</param>
/// <param name="KeepsLayout">Whether a layout is sent byte for byte. Otherwise, its uncompressed layers are compressed.</param>
/// <param name="FindExact">Finds a file by its name in the shortest form.</param>
internal sealed record ImageFiles(string Source, bool KeepsLayout, Func<string, FileRange?> FindExact)
{
    private const int MaxLinks = 8;

    /// <summary>The files of a folder.</summary>
    public static ImageFiles OfFolder(string folder) => new($"'{folder}'", KeepsLayout: true, name =>
    {
        var file = new FileInfo(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)));
        return file.Exists ? new FileRange(file.FullName, 0, file.Length) : null;
    });

    /// <summary>Finds where in an archive each file is, without reading the files.</summary>
    /// <exception cref="LocalImageException">The file is not a tar, or is cut off.</exception>
    public static Task<ImageFiles> IndexAsync(FileStream archive, string source, CancellationToken cancellationToken) => ReadAsync(
        archive,
        source,
        keepsLayout: true,
        entry => Task.FromResult(new FileRange(archive.Name, entry.Offset, entry.Content.Length)),
        cancellationToken);

    /// <summary>Copies the files of an archive that can be read only once, and compresses layers on the way.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="source">The path or engine, as messages name it.</param>
    /// <param name="copy">The temporary copy.</param>
    /// <param name="keepsLayout">Whether a layout keeps its digest, and so its layers.</param>
    /// <param name="onLayer">Called for each compressed layer; null for none.</param>
    /// <exception cref="LocalImageException">The stream is not a tar, or is cut off.</exception>
    public static Task<ImageFiles> CopyAsync(
        Stream archive, string source, TemporaryCopy copy, bool keepsLayout, Action<ImageBlob>? onLayer, CancellationToken cancellationToken)
    {
        byte[] start = new byte[Builds.TarHeader.Block];
        return ReadAsync(archive, source, keepsLayout, CopyEntryAsync, cancellationToken);

        async Task<FileRange> CopyEntryAsync(TarMember entry)
        {
            int length = await entry.Content.FillAsync(start, start.Length, cancellationToken).ConfigureAwait(false);
            using var content = new PrefixedStream([.. start.Take(length)], entry.Content);
            bool isKept = keepsLayout && entry.Name.StartsWith(OciLayoutReader.Blobs, StringComparison.Ordinal);
            if (isKept || !TarMemberReader.IsTar(start, length)) return await copy.AddAsync(content, cancellationToken).ConfigureAwait(false);

            ImageBlob layer = await copy.AddCompressedAsync(content, cancellationToken).ConfigureAwait(false);
            onLayer?.Invoke(layer);
            return layer.Content;
        }
    }

    /// <summary>Finds the image in the files.</summary>
    /// <param name="name">The image's name; null if there is one image.</param>
    /// <param name="platform">The platform that the image must be for.</param>
    /// <param name="copy">The temporary copy, for layers that are compressed.</param>
    /// <exception cref="LocalImageException">The image is damaged, missing, or for another platform.</exception>
    public FoundImage FindImage(string? name, ImagePlatform platform, TemporaryCopy copy)
    {
        // Newer engines write both forms into one archive, and only a layout has the manifest.
        if (Find(OciLayoutReader.IndexFile) is not null) return new OciLayoutReader(this, name, platform, copy).Read();
        if (Find(DockerArchiveReader.ManifestFile) is not null) return new DockerArchiveReader(this, name, platform, copy).Read();
        throw new LocalImageException(
            LocalImageFailure.NotAnImage,
            $"{Source} is not an image: it has neither an {OciLayoutReader.IndexFile} of an OCI layout nor a {DockerArchiveReader.ManifestFile} of docker save.");
    }

    /// <summary>Finds a file, also through links. A layer that was compressed when the archive was read is found in this form.</summary>
    /// <param name="name">The name, also with a leading <c>./</c> or <c>/</c>.</param>
    public FileRange? Find(string name) => FindExact(TarMemberReader.Normalize(name));

    /// <summary>Finds a file that must exist.</summary>
    /// <exception cref="LocalImageException">It is missing.</exception>
    public FileRange Get(string name) => Find(name) ?? throw Damaged($"{name} is missing");

    /// <summary>Reads a small file that must exist.</summary>
    public T ReadJson<T>(string name) where T : class => ImageJson.Parse<T>(ImageJson.ReadBytes(Get(name), Source, name), Source, name);

    /// <summary>Reads a manifest or configuration, and compares it with its digest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stated">The digest; null if none is stated.</param>
    /// <param name="part">The name of the part, for messages.</param>
    public (ImageBlob Blob, byte[] Json) ReadVerified(FileRange file, Digest? stated, string part)
    {
        byte[] json = ImageJson.ReadBytes(file, Source, part);
        Digest digest = Digest.Of(json, stated?.Algorithm ?? Digest.Sha256);
        return (stated ?? digest) == digest ? (new ImageBlob(digest, file, IsVerified: true), json) : throw Damaged($"its {part} does not match its digest");
    }

    /// <summary>Reads a digest of a manifest or configuration.</summary>
    public Digest ParseDigest(string? text) => Digest.TryParse(text, out Digest digest)
        ? digest
        : throw Damaged($"'{DisplayText.Clean(text)}' is not a SHA-256 or SHA-512 digest");

    public LocalImageException Damaged(string what) => new(LocalImageFailure.Broken, $"{Source} is damaged: {what}.");

    public LocalImageException Unsupported(string what) => new(LocalImageFailure.Unsupported, $"{Source} {what}");

    /// <summary>The error if no image has the name.</summary>
    public LocalImageException NotFound(string? name, IEnumerable<string?> others) => new(
        LocalImageFailure.ImageNotFound, name is null ? $"{Source} contains no image." : $"{Source} does not contain image '{name}', but {List(others)}.");

    /// <summary>The error if several images are possible.</summary>
    public LocalImageException Ambiguous(IEnumerable<string?> names) => new(LocalImageFailure.Ambiguous, $"{Source} contains several images: {List(names)}.");

    private static string List(IEnumerable<string?> names) => string.Join(", ", names.Select(static name => name ?? "an unnamed image"));

    private static async Task<ImageFiles> ReadAsync(
        Stream archive, string source, bool keepsLayout, Func<TarMember, Task<FileRange>> read, CancellationToken cancellationToken)
    {
        // The last entry of a name counts, as in tar.
        var entries = new Dictionary<string, (string? Target, FileRange File)>(StringComparer.Ordinal);
        var tar = new TarMemberReader(archive, source);
        while (await tar.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            entries[entry.Name] = (entry.Target, await read(entry).ConfigureAwait(false));
        }

        return new ImageFiles(source, keepsLayout, Find);

        FileRange? Find(string name)
        {
            for (int links = 0; links <= MaxLinks && entries.TryGetValue(name, out (string? Target, FileRange File) entry); links++)
            {
                if (entry.Target is null) return entry.File;
                name = entry.Target;
            }

            return null;
        }
    }
}

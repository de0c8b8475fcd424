using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A file that an image consists of.</summary>
/// <param name="Content">The content, compressed if it was compressed when the archive was read.</param>
/// <param name="Compressed">The digests of a layer that was compressed when the archive was read; null for other files.</param>
internal sealed record ImageFile(FileRange Content, CompressedLayer? Compressed = null);

/// <summary>A layer that was compressed, with its digests.</summary>
/// <param name="DiffId">The digest of the uncompressed layer.</param>
/// <param name="Blob">The compressed layer.</param>
internal sealed record CompressedLayer(Digest DiffId, ImageBlob Blob);

/// <summary>The files that an image consists of, in an archive or in a folder.</summary>
internal sealed class ImageFiles
{
    private const int MaxLinks = 8;

    private readonly Dictionary<string, ImageFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly string? _folder;

    private ImageFiles(string source, string? folder = null) => (Source, _folder) = (source, folder);

    /// <summary>The path or engine, as messages name it.</summary>
    public string Source { get; }

    /// <summary>The files of a folder.</summary>
    public static ImageFiles OfFolder(string folder) => new($"'{folder}'", folder);

    /// <summary>Finds where in an archive each file is, without reading the files.</summary>
    /// <exception cref="LocalImageException">The file is not a tar, or is cut off.</exception>
    public static Task<ImageFiles> IndexAsync(FileStream archive, string source, CancellationToken cancellationToken) => ReadAsync(
        archive, source, entry => Task.FromResult(new ImageFile(new FileRange(archive.Name, entry.Offset, entry.Content.Length))), cancellationToken);

    /// <summary>Copies the files of an archive that can be read only once, and compresses layers on the way.</summary>
    /// <exception cref="LocalImageException">The stream is not a tar, or is cut off.</exception>
    public static Task<ImageFiles> CopyAsync(
        Stream archive,
        string source,
        TemporaryCopy copy,
        Func<string, bool> compresses,
        Action<CompressedLayer> onLayer,
        CancellationToken cancellationToken)
    {
        byte[] start = new byte[Builds.TarHeader.Block];
        return ReadAsync(archive, source, CopyEntryAsync, cancellationToken);

        async Task<ImageFile> CopyEntryAsync(TarMember entry)
        {
            int length = await entry.Content.FillAsync(start, start.Length, cancellationToken).ConfigureAwait(false);
            using var content = new PrefixedStream([.. start.Take(length)], entry.Content);
            if (!compresses(entry.Name) || !TarMemberReader.IsTar(start, length))
            {
                return new ImageFile(await copy.AddAsync(content, cancellationToken).ConfigureAwait(false));
            }

            CompressedLayer layer = await copy.AddCompressedAsync(content, cancellationToken).ConfigureAwait(false);
            onLayer(layer);
            return new ImageFile(layer.Blob.Content, layer);
        }
    }

    /// <summary>Finds a file, also through links.</summary>
    /// <param name="name">The name, also with a leading <c>./</c> or <c>/</c>.</param>
    public ImageFile? Find(string name)
    {
        name = TarMemberReader.Normalize(name);
        if (_folder is not null)
        {
            var file = new FileInfo(Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar)));
            return file.Exists ? new ImageFile(new FileRange(file.FullName, 0, file.Length)) : null;
        }

        for (int links = 0; links <= MaxLinks; links++)
        {
            if (_files.TryGetValue(name, out ImageFile? file)) return file;
            if (!_links.TryGetValue(name, out string? target)) return null;
            name = target;
        }

        return null;
    }

    /// <summary>Finds a file that must exist.</summary>
    /// <exception cref="LocalImageException">It is missing.</exception>
    public ImageFile Get(string name) => Find(name) ?? throw Damaged($"{name} is missing");

    /// <summary>Reads a small file that must exist.</summary>
    /// <param name="name">The name.</param>
    public T ReadJson<T>(string name) where T : class => ImageJson.Parse<T>(ImageJson.ReadBytes(Get(name).Content, Source, name), Source, name);

    public LocalImageException Damaged(string what) => new(LocalImageFailure.Broken, $"{Source} is damaged: {what}.");

    public LocalImageException Unsupported(string what) => new(LocalImageFailure.Unsupported, $"{Source} {what}");

    /// <summary>The error if no image has the name.</summary>
    public LocalImageException NotFound(string? name, string others) => new(
        LocalImageFailure.ImageNotFound, name is null ? $"{Source} contains no image." : $"{Source} does not contain image '{name}', but {others}.");

    /// <summary>The error if several images are possible.</summary>
    public LocalImageException Ambiguous(string names) => new(LocalImageFailure.Ambiguous, $"{Source} contains several images: {names}.");

    private static async Task<ImageFiles> ReadAsync(
        Stream archive, string source, Func<TarMember, Task<ImageFile>> read, CancellationToken cancellationToken)
    {
        var files = new ImageFiles(source);
        var tar = new TarMemberReader(archive, source);
        while (await tar.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            ImageFile file = await read(entry).ConfigureAwait(false);
            // The last entry of a name counts, as in tar.
            files._files.Remove(entry.Name);
            files._links.Remove(entry.Name);
            if (entry.Target is null) files._files.Add(entry.Name, file);
            else files._links.Add(entry.Name, entry.Target);
        }

        return files;
    }
}

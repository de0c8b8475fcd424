using System.IO.Compression;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Oci.Engines;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Opens images on this machine.</summary>
/// <param name="engines">Finds images of container engines.</param>
internal sealed class LocalImageReader(EngineSearch engines)
{
    private const string LayoutBlobs = "blobs/";

    /// <summary>Opens an image. Unless it is one of an engine, it is complete and for the platform.</summary>
    /// <exception cref="LocalImageException">The image can't be published.</exception>
    public async Task<LocalImage> OpenAsync(
        LocalImageSource source,
        ImagePublishOptions options,
        PublishProgress progress,
        Func<string, Task<(FileStream File, byte[] Start)>> openFile,
        CancellationToken cancellationToken)
    {
        var copy = new TemporaryCopy(options.TemporaryFolder ?? Path.GetTempPath(), progress.AddRead)
        {
            // Smaller ones are sent whole, which all registries accept.
            LargeLayer = options.ChunkSize,
        };
        try
        {
            if (source.Path is null)
            {
                return await engines.OpenAsync(source.Name!, options.Platform, copy, progress, cancellationToken).ConfigureAwait(false);
            }

            FoundImage image = await ReadAsync(source.Path, source.Name, options.Platform, copy, openFile, cancellationToken).ConfigureAwait(false);
            return new LocalImage($"'{source.Path}'", image.Config.Digest, copy, (onReady, token) =>
            {
                progress.ToRead = image.Layers.Sum(static layer => layer.Content.Length);
                return image.PrepareAsync(onReady, token);
            });
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file or pipe and reads its first bytes.</summary>
    public static async Task<(FileStream File, byte[] Start)> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = await PipeFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] start = new byte[CompressionFormat.Length];
            int length = await (file.CanSeek ? file : (Stream)new PipeFile(file)).FillAsync(start, start.Length, cancellationToken).ConfigureAwait(false);
            return (file, [.. start.Take(length)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Finds the image in the files of an archive or layout.</summary>
    public static FoundImage Find(ImageFiles files, string? name, ImagePlatform platform, TemporaryCopy copy, bool keepsLayouts)
    {
        // Newer engines write both forms into one archive, and only a layout has the manifest.
        if (files.Find(OciLayoutReader.IndexFile) is not null) return new OciLayoutReader(files, name, platform, keepsLayouts ? null : copy).Read();
        if (files.Find(DockerArchiveReader.ManifestFile) is not null) return new DockerArchiveReader(files, name, platform, copy).Read();
        throw new LocalImageException(
            LocalImageFailure.NotAnImage,
            $"{files.Source} is not an image: it has neither an {OciLayoutReader.IndexFile} of an OCI layout nor a {DockerArchiveReader.ManifestFile} of docker save.");
    }

    private static async Task<FoundImage> ReadAsync(
        string path,
        string? name,
        ImagePlatform platform,
        TemporaryCopy copy,
        Func<string, Task<(FileStream File, byte[] Start)>> openFile,
        CancellationToken cancellationToken)
    {
        try
        {
            ImageFiles files = Directory.Exists(path)
                ? ImageFiles.OfFolder(path)
                : await ReadFileAsync(path, copy, openFile, cancellationToken).ConfigureAwait(false);
            return Find(files, name, platform, copy, keepsLayouts: true);
        }
        catch (InvalidDataException exception)
        {
            throw new LocalImageException(LocalImageFailure.Broken, $"'{path}' is damaged: it can't be uncompressed.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string problem = exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist." : $"can't be read: {exception.Message}";
            throw new LocalImageException(LocalImageFailure.PathNotFound, $"'{path}' {problem}", exception);
        }
    }

    private static async Task<ImageFiles> ReadFileAsync(
        string path, TemporaryCopy copy, Func<string, Task<(FileStream File, byte[] Start)>> openFile, CancellationToken cancellationToken)
    {
        (FileStream file, byte[] start) = await openFile(path).ConfigureAwait(false);
        using (file)
        {
            Compression compression = CompressionFormat.Of(start);
            if (compression is not (Compression.None or Compression.Gzip))
            {
                string program = compression.ToString().ToLowerInvariant();
                throw new LocalImageException(
                    LocalImageFailure.Unsupported, $"'{path}' is compressed by {program}, and only gzip is supported. Uncompress it, such as with {program} -d.");
            }

            if (file.CanSeek) file.Position = 0;
            if (file.CanSeek && compression == Compression.None) return await ImageFiles.IndexAsync(file, $"'{path}'", cancellationToken).ConfigureAwait(false);

            using Stream content = file.CanSeek ? file : new PrefixedStream(start, new PipeFile(file));
            using Stream archive = compression == Compression.Gzip ? new GZipStream(content, CompressionMode.Decompress) : content;
            // A layout keeps its digest, and so its layers.
            return await ImageFiles.CopyAsync(
                archive,
                $"'{path}'",
                copy,
                static entry => !entry.StartsWith(LayoutBlobs, StringComparison.Ordinal),
                static _ => { },
                cancellationToken).ConfigureAwait(false);
        }
    }
}

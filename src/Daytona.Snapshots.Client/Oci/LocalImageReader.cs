using System.IO.Compression;
using Daytona.Snapshots.Client.Oci.Engines;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Opens images on this machine.</summary>
/// <param name="engines">Finds images of container engines.</param>
internal sealed class LocalImageReader(EngineSearch engines)
{
    /// <summary>Opens an image and checks that it is complete and for the platform.</summary>
    /// <param name="source">The image.</param>
    /// <param name="options">The platform, and the folder for a temporary copy.</param>
    /// <param name="progress">Called while the image is copied; null for none.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="LocalImageException">The image can't be published.</exception>
    public async Task<LocalImage> OpenAsync(
        LocalImageSource source, ImagePublishOptions options, Action<ImagePublishProgress>? progress, CancellationToken cancellationToken)
    {
        if (source.Path is not { } path)
        {
            (string engine, TemporaryCopy export) = await engines
                .ExportAsync(source.Name!, options, progress, cancellationToken).ConfigureAwait(false);
            return await OpenCopyAsync($"'{source.Name}' of {engine}", export, null, options.Platform, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (Directory.Exists(path)) return OpenFolder(path, source.Name, options.Platform);
            if (!DockerArchiveReader.IsGzip(new FileRange(path, 0, new FileInfo(path).Length)))
            {
                return await OpenArchiveAsync($"'{path}'", path, source.Name, options.Platform, cancellationToken).ConfigureAwait(false);
            }

            TemporaryCopy copy = await UncompressAsync(path, options.TemporaryFolder, progress, cancellationToken).ConfigureAwait(false);
            return await OpenCopyAsync($"'{path}'", copy, source.Name, options.Platform, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string problem = exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist." : $"can't be read: {exception.Message}";
            throw new LocalImageException(LocalImageFailure.PathNotFound, $"'{path}' {problem}", exception);
        }
    }

    private static LocalImage OpenFolder(string path, string? name, ImagePlatform platform)
    {
        var files = new FolderFiles(path);
        return files.Find(OciLayoutReader.IndexFile) is null
            ? throw new LocalImageException(
                LocalImageFailure.NotAnImage, $"The folder '{path}' is not an OCI layout: it has no {OciLayoutReader.IndexFile}.")
            : new OciLayoutReader(files, name, platform).Read();
    }

    private static async Task<LocalImage> OpenCopyAsync(
        string source, TemporaryCopy copy, string? name, ImagePlatform platform, CancellationToken cancellationToken)
    {
        try
        {
            LocalImage image = await OpenArchiveAsync(source, copy.Path, name, platform, cancellationToken).ConfigureAwait(false);
            image.Copy = copy;
            return image;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static async Task<LocalImage> OpenArchiveAsync(
        string source, string path, string? name, ImagePlatform platform, CancellationToken cancellationToken)
    {
        var files = new ArchiveFiles(source, TarIndex.Read(path, source));
        // Newer engines write both forms into one archive, and only a layout has the manifest.
        if (files.Find(OciLayoutReader.IndexFile) is not null) return new OciLayoutReader(files, name, platform).Read();
        if (files.Find(DockerArchiveReader.ManifestFile) is not null)
        {
            return await new DockerArchiveReader(files, name, platform).ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new LocalImageException(
            LocalImageFailure.NotAnImage,
            $"{source} is not an image archive: it has neither an {OciLayoutReader.IndexFile} nor a {DockerArchiveReader.ManifestFile}.");
    }

    private static async Task<TemporaryCopy> UncompressAsync(
        string path, string? folder, Action<ImagePublishProgress>? progress, CancellationToken cancellationToken)
    {
        using var compressed = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var content = new GZipStream(compressed, CompressionMode.Decompress);
        try
        {
            return await TemporaryCopy.CreateAsync(
                content,
                folder,
                _ => progress?.Invoke(new ImagePublishProgress(ImagePublishPhase.Copying, compressed.Position, compressed.Length)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new LocalImageException(LocalImageFailure.Broken, $"'{path}' is damaged: it can't be uncompressed.", exception);
        }
    }
}

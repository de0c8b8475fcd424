using System.IO.Compression;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Opens images in files and folders.</summary>
/// <param name="path">The full path of an archive or of an OCI layout folder.</param>
/// <param name="copy">The temporary copy, if one is needed.</param>
/// <param name="start">The time limit for opening the file, which may be a pipe.</param>
internal sealed class LocalImageReader(string path, TemporaryCopy copy, Deadline start)
{
    /// <summary>Opens an image, which is complete and for the platform.</summary>
    /// <exception cref="LocalImageException">The image can't be published.</exception>
    public async Task<LocalImage> OpenAsync(string? name, ImagePlatform platform, CancellationToken cancellationToken)
    {
        try
        {
            ImageFiles files = Directory.Exists(path) ? ImageFiles.OfFolder(path) : await ReadFileAsync(cancellationToken).ConfigureAwait(false);
            FoundImage image = files.FindImage(name, platform, copy);
            return new LocalImage($"'{path}'", image.Config.Digest, image.Layers.Sum(static layer => layer.Content.Length), (_, _) => Task.FromResult(image));
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

    private async Task<ImageFiles> ReadFileAsync(CancellationToken cancellationToken)
    {
        (Stream file, byte[] first) = await start.RunAsync(OpenFileAsync, cancellationToken, _ => start.Expired(wasSent: false)).ConfigureAwait(false);
        using (file)
        {
            string? program = Compression.Of(first);
            if (program is not (null or Compression.Gzip))
            {
                throw new LocalImageException(
                    LocalImageFailure.Unsupported, $"'{path}' is compressed by {program}, and only gzip is supported. Uncompress it, such as with {program} -d.");
            }

            if (file is FileStream whole && program is null)
            {
                whole.Position = 0;
                return await ImageFiles.IndexAsync(whole, $"'{path}'", cancellationToken).ConfigureAwait(false);
            }

            using var content = new PrefixedStream(first, file);
            using Stream archive = program is null ? content : new GZipStream(content, CompressionMode.Decompress);
            return await ImageFiles.CopyAsync(archive, $"'{path}'", copy, keepsLayout: true, onLayer: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the file and reads its first bytes.</summary>
    private async Task<(Stream File, byte[] First)> OpenFileAsync(CancellationToken cancellationToken)
    {
        Stream file = await PipeFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] first = new byte[Compression.Length];
            int length = await file.FillAsync(first, first.Length, cancellationToken).ConfigureAwait(false);
            return (file, [.. first.Take(length)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

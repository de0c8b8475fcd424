using System.Security.Cryptography;
using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// The files that are sent with a Dockerfile: those that <c>docker build</c> would see and that the Dockerfile reads. It holds
/// names, not contents.
/// </summary>
public sealed class BuildContext
{
    private string? _hash;

    private BuildContext(string root, IReadOnlyList<BuildContextEntry> entries, IReadOnlyList<MissingSource> missing) =>
        (Root, Entries, MissingSources) = (root, entries, missing);

    /// <summary>The full path of the folder or file from which the context was read.</summary>
    public string Root { get; }

    /// <summary>The files, sorted by their archive paths in ordinal order.</summary>
    public IReadOnlyList<BuildContextEntry> Entries { get; }

    /// <summary>The sources of the Dockerfile that match no file. The build will most likely fail there.</summary>
    public IReadOnlyList<MissingSource> MissingSources { get; }

    /// <summary>Reads a whole folder, without the files that its .dockerignore excludes.</summary>
    /// <param name="root">The full path of the folder.</param>
    /// <returns>The context.</returns>
    /// <exception cref="BuildContextException">The folder does not exist, or a file can't be sent. The message names
    /// it.</exception>
    public static BuildContext Read(string root, CancellationToken cancellationToken = default)
    {
        if (root is null) throw new ArgumentNullException(nameof(root));
        if (!Directory.Exists(root))
        {
            string message = File.Exists(root) ? $"'{root}' is a file, not a folder." : $"Folder '{root}' does not exist.";
            throw new BuildContextException(message, root, new DirectoryNotFoundException(message));
        }

        var folder = new ImageContext(root, ImageContext.Root);
        return ReadFolder(folder, DockerfileSources.Everything, dockerfile: null, cancellationToken);
    }

    /// <summary>Reads the contexts of an image, one for each of its steps that needs one.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The contexts, in the order of the steps. A context without files is not sent.</returns>
    /// <exception cref="BuildContextException">A file can't be sent. The message names it.</exception>
    public static IReadOnlyList<BuildContext> ReadAll(Image image, CancellationToken cancellationToken = default)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));

        byte[] dockerfile = Encoding.UTF8.GetBytes(image.Dockerfile);
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var contexts = new List<BuildContext>();
        foreach (ImageContext needed in image.Contexts)
        {
            DockerfileSources sources = needed.Instructions is { } instructions
                ? DockerfileSources.Find(image.Parsed, needed.Start, needed.Start + instructions.Length)
                : DockerfileSources.Everything;
            if (sources is { IsEverything: false, Sources.Count: 0 }) continue;

            BuildContext context = needed.Instructions is not null || Directory.Exists(needed.Source)
                ? ReadFolder(needed, sources, dockerfile, cancellationToken)
                : new BuildContext(needed.Source, Select([ContextFile.Inspect(needed.Source, needed.ArchivePath)], dockerfile), []);
            foreach (BuildContextEntry entry in context.Entries)
            {
                if (places.TryGetValue(entry.ArchivePath, out string? other) && other != entry.Source)
                {
                    throw new BuildContextException(
                        $"Two steps need different files at '{entry.ArchivePath}' in the build context: '{other}' and '{entry.Source}'.", entry.Source);
                }

                places[entry.ArchivePath] = entry.Source;
            }

            if (context.Entries.Count > 0 || context.MissingSources.Count > 0) contexts.Add(context);
        }

        return contexts;
    }

    /// <summary>The length of the tar in bytes.</summary>
    internal long TarLength => Entries.Sum(TarHeader.LengthOf) + TarHeader.Trailer;

    /// <summary>Computes the SHA-256 of the tar, which identifies the context on the service. All files are read once.</summary>
    /// <param name="onRead">Receives the number of bytes read so far; null for none.</param>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    internal async Task<string> ComputeHashAsync(Action<long>? onRead = null, CancellationToken cancellationToken = default) =>
        _hash ??= await Task.Run(() => ComputeHash(onRead, cancellationToken), cancellationToken).ConfigureAwait(false);

    private string ComputeHash(Action<long>? onRead, CancellationToken cancellationToken)
    {
        using var tar = new ContextTarStream(Entries);
        using IncrementalHash hash = Digest.Start();
        byte[] buffer = new byte[Http.ForwardStream.BufferSize];
        while (tar.Read(buffer, 0, buffer.Length) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            onRead?.Invoke(tar.Position);
        }

        return Digest.End(hash).Hex;
    }

    private static BuildContext ReadFolder(
        ImageContext folder, DockerfileSources sources, byte[]? dockerfile, CancellationToken cancellationToken)
    {
        DockerIgnore ignore = DockerIgnore.Read(folder.Source, folder.DockerfilePath, cancellationToken);
        IReadOnlyList<BuildContextEntry> entries = Select(
            BuildContextWalk.Walk(folder.Source, folder.ArchivePath, ignore, sources, cancellationToken), dockerfile);
        return new BuildContext(folder.Source, entries, MissingSource.Find(folder.Source, sources, ignore, entries));
    }

    /// <summary>
    /// Excludes a Dockerfile at the root that is not the one to build. The service unpacks the context over the Dockerfile of
    /// the request, and would build this one instead.
    /// </summary>
    private static IReadOnlyList<BuildContextEntry> Select(IReadOnlyList<BuildContextEntry> entries, byte[]? dockerfile) =>
        dockerfile is not null && entries.FirstOrDefault(static entry => entry.ArchivePath == "Dockerfile") is { } other
            && !ContextFile.HasContent(other, dockerfile)
                ? [.. entries.Where(entry => entry != other)]
                : entries;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// The files that are sent with a Dockerfile: those that <c>docker build</c> would see and that the Dockerfile reads. It holds
/// names, not contents.
/// </summary>
public sealed class BuildContext
{
    private const int HashBuffer = 128 * 1024;

    // Computed once, because each upload opens the tar several times.
    private long[]? _starts;

    private BuildContext(string root, IReadOnlyList<BuildContextEntry> entries, IReadOnlyList<MissingSource> missing)
    {
        Root = root;
        Entries = entries;
        MissingSources = missing;
    }

    /// <summary>The full path of the folder or file from which the context was read.</summary>
    public string Root { get; }

    /// <summary>The files, sorted by their archive paths in ordinal order.</summary>
    public IReadOnlyList<BuildContextEntry> Entries { get; }

    /// <summary>The sources of the Dockerfile that match no file. The build will most likely fail there.</summary>
    public IReadOnlyList<MissingSource> MissingSources { get; }

    /// <summary>Reads a whole folder, without the files that its .dockerignore excludes.</summary>
    /// <param name="root">The full path of the folder.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
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

        return ReadFolder(root, ImageContext.Root, dockerfile: null, DockerfileSources.Everything, cancellationToken);
    }

    /// <summary>Reads the contexts of an image, one for each of its steps that needs one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The contexts, in the order of the steps. A context without files is not sent.</returns>
    /// <exception cref="BuildContextException">A file can't be sent. The message names it.</exception>
    public static IReadOnlyList<BuildContext> ReadAll(Image image, CancellationToken cancellationToken = default)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));

        DockerfileDirectives directives = DockerfileDirectives.Parse(image.Dockerfile);
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var contexts = new List<BuildContext>();
        foreach (ImageContext needed in image.Contexts)
        {
            BuildContext context = ReadOne(needed, directives, cancellationToken).WithoutOtherDockerfile(image.Dockerfile);
            foreach (BuildContextEntry entry in context.Entries) EnsureUnique(places, entry);
            if (context.Entries.Count > 0 || context.MissingSources.Count > 0) contexts.Add(context);
        }

        return contexts;
    }

    /// <summary>Opens the context as a tar. Each stream reads the files again, and several can be read concurrently.</summary>
    /// <returns>A seekable stream of known length.</returns>
    public ContextTarStream OpenTar() => new(Entries, _starts ??= ContextTarStream.LayOut(Entries));

    /// <summary>Computes the SHA-256 of the tar, which identifies the context on the service. All files are read.</summary>
    /// <param name="progress">Receives the number of bytes read so far; null for none.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    public async Task<string> ComputeHashAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using ContextTarStream tar = OpenTar();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[HashBuffer];
        int read;
        while ((read = await tar.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            progress?.Report(tar.Position);
        }

        return string.Concat(hash.GetHashAndReset().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static BuildContext ReadOne(
        ImageContext needed, DockerfileDirectives directives, CancellationToken cancellationToken)
    {
        if (needed.Instructions is { } instructions)
        {
            DockerfileSources sources = DockerfileSources.Find(instructions, directives, cancellationToken);
            return sources is { IsEverything: false, Sources.Count: 0 }
                ? new BuildContext(needed.Source, [], [])
                : ReadFolder(needed.Source, needed.ArchivePath, needed.DockerfilePath, sources, cancellationToken);
        }

        return Directory.Exists(needed.Source)
            ? ReadFolder(needed.Source, needed.ArchivePath, dockerfile: null, DockerfileSources.Everything, cancellationToken)
            : new BuildContext(needed.Source, [ContextFile.Inspect(needed.Source, needed.ArchivePath)], []);
    }

    private static BuildContext ReadFolder(
        string root, string prefix, string? dockerfile, DockerfileSources sources, CancellationToken cancellationToken)
    {
        DockerIgnore ignore = DockerIgnoreFile.Read(root, dockerfile, cancellationToken);
        IReadOnlyList<BuildContextEntry> entries = BuildContextWalk.Walk(root, prefix, ignore, sources, cancellationToken);
        return new BuildContext(root, entries, MissingSource.Find(root, sources, ignore, entries));
    }

    private static void EnsureUnique(Dictionary<string, string> places, BuildContextEntry entry)
    {
        if (places.TryGetValue(entry.ArchivePath, out string? other) && other != entry.Source)
        {
            throw new BuildContextException(
                $"Two steps need different files at '{entry.ArchivePath}' in the build context: '{other}' and " +
                $"'{entry.Source}'.", entry.Source);
        }

        places[entry.ArchivePath] = entry.Source;
    }

    /// <summary>
    /// Excludes a Dockerfile at the root that is not the one to build. The service unpacks the context over the Dockerfile of
    /// the request, and would build this one instead.
    /// </summary>
    private BuildContext WithoutOtherDockerfile(string dockerfile)
    {
        BuildContextEntry? entry = Entries.FirstOrDefault(entry => entry.ArchivePath == "Dockerfile");
        return entry is null || ContextFile.HasContent(entry, Encoding.UTF8.GetBytes(dockerfile))
            ? this
            : new BuildContext(Root, [.. Entries.Where(other => other != entry)], MissingSources);
    }
}

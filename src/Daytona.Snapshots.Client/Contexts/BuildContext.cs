using System.Security.Cryptography;
using System.Text;

namespace Daytona.Snapshots.Client;

/// <summary>
/// The files that are sent for a Dockerfile: those that <c>docker build</c> would see, and of them what the Dockerfile
/// reads. It holds names, not contents.
/// </summary>
public sealed class BuildContext
{
    private const int HashBuffer = 128 * 1024;

    // Laid out once, because each upload opens the tar several times.
    private long[]? _starts;

    private BuildContext(string root, IReadOnlyList<BuildContextEntry> entries, IReadOnlyList<string> missing, int folderCount)
    {
        Root = root;
        Entries = entries;
        MissingSources = missing;
        FolderCount = folderCount;
    }

    /// <summary>The full path of the folder or file that it was read from.</summary>
    public string Root { get; }

    /// <summary>The files, sorted by their archive paths in ordinal order.</summary>
    public IReadOnlyList<BuildContextEntry> Entries { get; }

    /// <summary>
    /// Sources that the Dockerfile names and no file answers to, as <c>'app' (line 3)</c>: the build will most likely fail
    /// at them. An empty folder is one, since the service drops folders.
    /// </summary>
    public IReadOnlyList<string> MissingSources { get; }

    /// <summary>How many folders were opened to find the files.</summary>
    public int FolderCount { get; }

    /// <summary>Reads a whole folder, save what its .dockerignore leaves out.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The context.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="BuildContextException">A file can't be sent; the message names it.</exception>
    public static BuildContext Read(string root, CancellationToken cancellationToken = default)
    {
        if (root is null) throw new ArgumentNullException(nameof(root));
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException(
                File.Exists(root) ? $"'{root}' is a file, not a folder." : $"There is no folder '{root}'.");
        }

        return ReadFolder(
            root, ImageContext.Root, DockerIgnoreFile.Read(root, dockerfile: null), DockerfileSources.Everything, cancellationToken);
    }

    /// <summary>Reads all that an image needs, one context for each of its steps that need any.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The contexts, in the order of the steps. One without files is not sent.</returns>
    /// <exception cref="BuildContextException">A file can't be sent; the message names it.</exception>
    public static IReadOnlyList<BuildContext> ReadAll(Image image, CancellationToken cancellationToken = default)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));

        DockerfileDirectives directives = DockerfileDirectives.Parse(image.Dockerfile);
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var contexts = new List<BuildContext>();
        foreach (ImageContext needed in image.Contexts)
        {
            BuildContext context = ReadOne(needed, directives, cancellationToken).Without(StaleDockerfile(image.Dockerfile));
            foreach (BuildContextEntry entry in context.Entries) Occupy(places, entry);
            if (context.Entries.Count > 0 || context.MissingSources.Count > 0) contexts.Add(context);
        }

        return contexts;
    }

    /// <summary>Opens the context as a tar. Every stream reads the files anew, and several may be read at once.</summary>
    /// <returns>The stream, of known length and seekable.</returns>
    public ContextTarStream OpenTar() => new(Entries, _starts ??= ContextTarStream.LayOut(Entries));

    /// <summary>Computes what the service knows the context by: the SHA-256 of its tar. All files are read.</summary>
    /// <param name="progress">Is told the bytes of the tar that were read so far; null for nobody.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="BuildContextException">A file changed since the context was read, or can't be read.</exception>
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

        var text = new StringBuilder(64);
        foreach (byte b in hash.GetHashAndReset()) text.Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static BuildContext ReadOne(
        ImageContext needed, DockerfileDirectives directives, CancellationToken cancellationToken)
    {
        if (needed.Instructions is { } instructions)
        {
            DockerfileSources sources = DockerfileSources.Find(instructions, directives);
            return sources is { IsEverything: false, Sources.Count: 0 }
                ? new BuildContext(needed.Source, [], [], folderCount: 0)
                : ReadFolder(
                    needed.Source, needed.ArchivePath, DockerIgnoreFile.Read(needed.Source, needed.DockerfilePath), sources,
                    cancellationToken);
        }

        return Directory.Exists(needed.Source)
            ? ReadFolder(
                needed.Source, needed.ArchivePath, DockerIgnoreFile.Read(needed.Source, dockerfile: null),
                DockerfileSources.Everything, cancellationToken)
            : new BuildContext(needed.Source, [ContextFile.Look(needed.Source, needed.ArchivePath)], [], folderCount: 0);
    }

    private static BuildContext ReadFolder(
        string root, string prefix, DockerIgnore ignore, DockerfileSources sources, CancellationToken cancellationToken)
    {
        BuildContextWalk walk = BuildContextWalk.Walk(root, prefix, ignore, sources, cancellationToken);
        string[] missing = sources.IsEverything ? [] : [.. sources.Sources
            .Where(source => source.IsLiteral && !walk.Entries.Any(entry => ReadBy(source, entry.ArchivePath)))
            .Select(source => $"'{source.Text}' (line {source.Line})")];
        return new BuildContext(root, walk.Entries, missing, walk.FolderCount);
    }

    private static bool ReadBy(DockerfileSource source, string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (source.Reads(path.Substring(0, slash))) return true;
        }

        return source.Reads(path);
    }

    /// <summary>
    /// A Dockerfile at the root that is not the one to be built. The service lays the context over the Dockerfile it was
    /// given, so that this one would be built in its place.
    /// </summary>
    private static Func<BuildContextEntry, bool> StaleDockerfile(string dockerfile)
    {
        byte[] text = Encoding.UTF8.GetBytes(dockerfile);
        return entry => entry.ArchivePath == "Dockerfile"
            && (entry.Length != text.Length || !File.ReadAllBytes(entry.Source).AsSpan().SequenceEqual(text));
    }

    private static void Occupy(Dictionary<string, string> places, BuildContextEntry entry)
    {
        if (places.TryGetValue(entry.ArchivePath, out string? other) && other != entry.Source)
        {
            throw new BuildContextException(
                $"Two steps need different files at '{entry.ArchivePath}' beside the Dockerfile: '{other}' and " +
                $"'{entry.Source}'.", entry.Source);
        }

        places[entry.ArchivePath] = entry.Source;
    }

    private BuildContext Without(Func<BuildContextEntry, bool> unwanted) => Entries.Any(unwanted)
        ? new BuildContext(Root, [.. Entries.Where(entry => !unwanted(entry))], MissingSources, FolderCount)
        : this;
}

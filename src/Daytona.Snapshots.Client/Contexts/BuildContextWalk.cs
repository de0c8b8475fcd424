namespace Daytona.Snapshots.Client;

/// <summary>
/// Reads the folder of a context and picks its files. A folder that is ignored, or that the Dockerfile does not read, is
/// not opened. Links inside the root are followed, because the service's builder would make empty files of them.
/// </summary>
internal sealed class BuildContextWalk
{
    private const int NamedFaults = 10;

    private static readonly StringComparison PathComparison =
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _realRoot;
    private readonly string _prefix;
    private readonly DockerIgnore _ignore;
    private readonly DockerfileSources _sources;
    private readonly CancellationToken _cancellationToken;
    private readonly List<BuildContextEntry> _entries = [];
    private readonly List<BuildContextException> _faults = [];
    private readonly List<string> _realFolders = [];

    private BuildContextWalk(
        string realRoot, string prefix, DockerIgnore ignore, DockerfileSources sources, CancellationToken cancellationToken)
    {
        _realRoot = realRoot;
        _prefix = prefix;
        _ignore = ignore;
        _sources = sources;
        _cancellationToken = cancellationToken;
    }

    /// <summary>How many folders were opened.</summary>
    public int FolderCount { get; private set; }

    /// <summary>The files, sorted by their archive paths in ordinal order.</summary>
    public IReadOnlyList<BuildContextEntry> Entries => _entries;

    /// <summary>Walks a folder.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <param name="prefix">Where it lies beside the Dockerfile; <c>.</c> for right there.</param>
    /// <param name="ignore">What is left out.</param>
    /// <param name="sources">What is read.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The walk, done.</returns>
    /// <exception cref="BuildContextException">Something that is needed can't be sent; the message names it.</exception>
    public static BuildContextWalk Walk(
        string root, string prefix, DockerIgnore ignore, DockerfileSources sources, CancellationToken cancellationToken)
    {
        string real = RealPath.Find(root) ?? throw new BuildContextException($"There is no folder '{root}'.", root);
        var walk = new BuildContextWalk(
            real, prefix == ImageContext.Root ? "" : prefix + "/", ignore, sources, cancellationToken);
        walk.Folder(new Place(root, real, Path: "", RealBelowRoot: "", default, IsRead: sources.IsEverything));
        walk.ThrowFaults();
        walk._entries.Sort((a, b) => string.CompareOrdinal(a.ArchivePath, b.ArchivePath));
        return walk;
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;

    private static bool Contains(string folder, string path)
    {
        string start = folder[folder.Length - 1] == Path.DirectorySeparatorChar ? folder : folder + Path.DirectorySeparatorChar;
        return string.Equals(path, folder, PathComparison) || path.StartsWith(start, PathComparison);
    }

    private void Folder(Place folder)
    {
        _realFolders.Add(folder.Real);
        try
        {
            FolderCount++;
            foreach (FileSystemInfo item in new DirectoryInfo(folder.Source).EnumerateFileSystemInfos())
            {
                _cancellationToken.ThrowIfCancellationRequested();
                Item(folder, item);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(folder.Source, $"folder '{folder.Source}' can't be read: {e.Message.TrimEnd('.')}", e);
        }

        _realFolders.RemoveAt(_realFolders.Count - 1);
    }

    private void Item(Place folder, FileSystemInfo item)
    {
        string path = Join(folder.Path, item.Name);
        string below = Join(folder.RealBelowRoot, item.Name);
        bool read = folder.IsRead || _sources.Reads(path);
        if (!read && !_sources.MayReadBelow(path)) return;

        var place = new Place(
            item.FullName, Path.Combine(folder.Real, item.Name), path, below, _ignore.Enter(folder.Ignore, below), read);
        if ((item.Attributes & FileAttributes.ReparsePoint) != 0 && IsLink(place.Real)) Link(place);
        else if (item is DirectoryInfo) Subfolder(place);
        else if (read && !place.Ignore.IsIgnored) AddFile(place);
    }

    /// <summary>A reparse point that leads elsewhere; files that a cloud service keeps are reparse points too.</summary>
    private static bool IsLink(string path) => !string.Equals(RealPath.Find(path), path, PathComparison);

    private void Subfolder(Place place)
    {
        if (!_ignore.IgnoresAllOf(place.Ignore, place.RealBelowRoot)) Folder(place);
    }

    private void AddFile(Place place)
    {
        try
        {
            _entries.Add(ContextFile.Look(place.Source, _prefix + place.Path));
        }
        catch (BuildContextException e)
        {
            _faults.Add(e);
        }
    }

    /// <summary>Follows a link. Docker would send it as it is, and decide about its target by the target's own path.</summary>
    private void Link(Place link)
    {
        if (link.Ignore.IsIgnored) return;

        string? target = RealPath.Find(link.Real);
        bool isFolder = Directory.Exists(target);
        if (!isFolder && !link.IsRead) return;

        if (target is null)
        {
            Refuse(link.Source, $"link '{link.Source}' leads nowhere");
        }
        else if (!Contains(_realRoot, target))
        {
            Refuse(link.Source, $"link '{link.Source}' leads out of the context, to '{target}'");
        }
        else if (isFolder && _realFolders.Exists(open => Contains(target, open)))
        {
            Refuse(link.Source, $"link '{link.Source}' leads to a folder that holds it, '{target}'");
        }
        else
        {
            string below = target.Substring(_realRoot.Length).Trim(Path.DirectorySeparatorChar)
                .Replace(Path.DirectorySeparatorChar, '/');
            Follow(link, new Place(link.Source, target, link.Path, below, _ignore.Find(below), link.IsRead), isFolder);
        }
    }

    private void Follow(Place link, Place target, bool isFolder)
    {
        bool ignored = isFolder ? _ignore.IgnoresAllOf(target.Ignore, target.RealBelowRoot) : target.Ignore.IsIgnored;
        if (ignored) Refuse(link.Source, $"link '{link.Source}' leads to '{target.RealBelowRoot}', which .dockerignore leaves out");
        else if (isFolder) Folder(target);
        else AddFile(target);
    }

    private void Refuse(string source, string what, Exception? cause = null) => _faults.Add(new BuildContextException(
        $"The build context can't be sent: {what}. Add it to .dockerignore, or replace it.", source, cause));

    private void ThrowFaults()
    {
        if (_faults.Count == 0) return;
        if (_faults.Count == 1) throw _faults[0];

        _faults.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        IEnumerable<string> lines = _faults.Take(NamedFaults).Select(fault => fault.Message);
        if (_faults.Count > NamedFaults) lines = lines.Append($"… and {_faults.Count - NamedFaults} more.");
        throw new BuildContextException(string.Join("\n", lines), _faults[0].Path, _faults[0]);
    }

    /// <summary>A file or folder on the way.</summary>
    /// <param name="Source">Its full path, as it is reached.</param>
    /// <param name="Real">Its full path without links.</param>
    /// <param name="Path">Its path in the context, as it is reached.</param>
    /// <param name="RealBelowRoot">Its path in the context without links, which .dockerignore speaks of.</param>
    /// <param name="Ignore">What .dockerignore says of it.</param>
    /// <param name="IsRead">Whether the Dockerfile reads all of it.</param>
    private sealed record Place(
        string Source, string Real, string Path, string RealBelowRoot, DockerIgnoreState Ignore, bool IsRead);
}

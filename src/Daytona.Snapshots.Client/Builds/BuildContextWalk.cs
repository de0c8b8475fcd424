namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// Reads the folder of a context and selects its files. Folders that are ignored, or that the Dockerfile does not read, are not
/// opened. Links inside the root are followed, because the service's builder would turn them into empty files.
/// </summary>
internal sealed class BuildContextWalk(
    string realRoot, string prefix, DockerIgnore ignore, DockerfileSources sources, CancellationToken cancellationToken)
{
    private const int MaxNamedFailures = 10;

    private readonly List<BuildContextEntry> _entries = [];
    private readonly List<BuildContextException> _failures = [];
    private readonly List<string> _openFolders = [];

    /// <summary>Walks a folder.</summary>
    /// <exception cref="BuildContextException">A required file can't be sent. The message names it.</exception>
    public static IReadOnlyList<BuildContextEntry> Walk(
        string root, string prefix, DockerIgnore ignore, DockerfileSources sources, CancellationToken cancellationToken)
    {
        string real = RealPath.Find(root) ?? throw new BuildContextException($"Folder '{root}' does not exist.", root);
        var walk = new BuildContextWalk(
            real, prefix == ImageContext.Root ? "" : prefix + "/", ignore, sources, cancellationToken);
        walk.AddFolder(new Item(root, real, Path: "", PathBelowRoot: "", default, IsRead: sources.IsEverything));
        walk.ThrowFailures();
        walk._entries.Sort((a, b) => string.CompareOrdinal(a.ArchivePath, b.ArchivePath));
        return walk._entries;
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;

    private void AddFolder(Item folder)
    {
        _openFolders.Add(folder.RealPath);
        try
        {
            foreach (FileSystemInfo info in new DirectoryInfo(folder.Source).EnumerateFileSystemInfos())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(folder, info);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(folder.Source, $"folder '{folder.Source}' can't be read: {e.Message.TrimEnd('.')}", e);
        }

        _openFolders.RemoveAt(_openFolders.Count - 1);
    }

    private void Add(Item folder, FileSystemInfo info)
    {
        string path = Join(folder.Path, info.Name);
        string below = Join(folder.PathBelowRoot, info.Name);
        bool isRead = folder.IsRead || sources.Reads(path);
        if (!isRead && !sources.MayReadBelow(path)) return;

        var item = new Item(
            info.FullName, Path.Combine(folder.RealPath, info.Name), path, below, ignore.Enter(folder.Ignore, below), isRead);
        if (info.Name.IndexOf('\uFFFD') >= 0 && !info.Exists)
        {
            // Without its bytes, the file can't be opened.
            if (isRead && !item.Ignore.IsIgnored) Refuse(item.Source, $"the name of '{item.Source}' is not UTF-8");
            return;
        }

        // Files of a cloud service are reparse points too, but no links.
        bool isReparsePoint = (info.Attributes & FileAttributes.ReparsePoint) != 0;
        string? target = isReparsePoint ? RealPath.Find(item.RealPath) : item.RealPath;
        if (string.Equals(target, item.RealPath, LocalPath.Comparison)) TryAdd(item, info is DirectoryInfo);
        else if (FollowLink(item, target) is { } problem) Refuse(item.Source, problem);
    }

    /// <summary>Adds a folder or file that is not a link.</summary>
    /// <returns>False if the patterns exclude it.</returns>
    private bool TryAdd(Item item, bool isFolder)
    {
        if (isFolder ? ignore.IgnoresAllOf(item.Ignore, item.PathBelowRoot) : item.Ignore.IsIgnored) return false;
        if (isFolder) AddFolder(item);
        else if (item.IsRead) AddFile(item);
        return true;
    }

    private void AddFile(Item file)
    {
        try
        {
            _entries.Add(ContextFile.Inspect(file.Source, prefix + file.Path));
        }
        catch (BuildContextException e)
        {
            _failures.Add(e);
        }
    }

    /// <summary>Adds the target of a link. Docker would send the link, and apply the patterns to the target's own path.</summary>
    /// <returns>The reason why the link is refused, or null.</returns>
    private string? FollowLink(Item link, string? target)
    {
        bool isFolder = Directory.Exists(target);
        if (link.Ignore.IsIgnored || (!isFolder && !link.IsRead)) return null;
        if (target is null) return $"the target of link '{link.Source}' does not exist";
        if (LocalPath.Below(target, realRoot) is not { } below) return $"link '{link.Source}' points outside the context, to '{target}'";
        if (isFolder && _openFolders.Exists(open => LocalPath.Below(open, target) is not null))
        {
            return $"link '{link.Source}' points to a folder that contains it, '{target}'";
        }

        var item = new Item(link.Source, target, link.Path, below, ignore.Find(below), link.IsRead);
        return TryAdd(item, isFolder) ? null : $"link '{link.Source}' points to '{below}', which .dockerignore excludes";
    }

    private void Refuse(string source, string reason, Exception? cause = null) => _failures.Add(new BuildContextException(
        $"The build context can't be sent: {reason}. Add it to .dockerignore, or replace it.", source, cause));

    private void ThrowFailures()
    {
        if (_failures.Count == 0) return;
        if (_failures.Count == 1) throw _failures[0];

        _failures.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        IEnumerable<string> lines = _failures.Take(MaxNamedFailures).Select(failure => failure.Message);
        if (_failures.Count > MaxNamedFailures) lines = lines.Append($"… and {_failures.Count - MaxNamedFailures} more.");
        throw new BuildContextException(string.Join("\n", lines), _failures[0].Path, _failures[0]);
    }

    /// <summary>A file, folder or link of the walk.</summary>
    /// <param name="Source">The full path by which it is reached.</param>
    /// <param name="RealPath">The full path without links.</param>
    /// <param name="Path">The path in the context by which it is reached.</param>
    /// <param name="PathBelowRoot">The path in the context without links, to which the patterns apply.</param>
    /// <param name="Ignore">The state under the .dockerignore.</param>
    /// <param name="IsRead">Whether the Dockerfile reads all of it.</param>
    private sealed record Item(
        string Source, string RealPath, string Path, string PathBelowRoot, DockerIgnoreState Ignore, bool IsRead);
}

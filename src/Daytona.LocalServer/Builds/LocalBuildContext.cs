using System.Formats.Tar;
using System.IO.Enumeration;

namespace Daytona.Local.Builds;

/// <summary>The files of a build: the Dockerfile and all contexts in their order, without directories, and with empty files for links, as the service's builder takes them.</summary>
internal sealed class LocalBuildContext
{
    private readonly Dictionary<string, LocalContextFile> _files = [];

    public LocalBuildContext(string dockerfile) => _files["Dockerfile"] =
        new LocalContextFile(System.Text.Encoding.UTF8.GetBytes(dockerfile), (UnixFileMode)0b110_100_100);

    public IReadOnlyDictionary<string, LocalContextFile> Files => _files;

    /// <summary>Unpacks a context over the existing files. As in the real builder, a broken archive counts up to the error.</summary>
    public void Add(ReadOnlyMemory<byte> archive)
    {
        using var stream = new MemoryStream(archive.ToArray(), writable: false);
        using var reader = new TarReader(stream);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType == TarEntryType.Directory) continue;
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                _files[Normalize(entry.Name)] = new LocalContextFile(content.ToArray(), entry.Mode);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            // The builder logs it and continues with what it has.
        }
    }

    /// <summary>Whether a source of COPY exists: a file, a directory with files, or a pattern that matches one.</summary>
    public bool Has(string source)
    {
        string path = Normalize(source);
        if (path.Length == 0) return true;
        if (path.AsSpan().IndexOfAny('*', '?', '[') < 0)
            return _files.ContainsKey(path) || _files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

        int depth = path.Count(static c => c == '/');
        return _files.Keys.Any(file =>
            FileSystemName.MatchesSimpleExpression(path, string.Join('/', file.Split('/').Take(depth + 1)), ignoreCase: false));
    }

    private static string Normalize(string path)
    {
        IEnumerable<string> parts = path.Split('/').Where(static part => part is not ("" or "."));
        return string.Join('/', parts);
    }
}

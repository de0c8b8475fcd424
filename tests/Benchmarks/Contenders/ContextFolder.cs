using System.Globalization;

namespace Daytona.Benchmarks.Contenders;

/// <summary>A folder to upload, of incompressible files of the same size, a hundred in each subfolder.</summary>
internal sealed class ContextFolder : IDisposable
{
    private const int FilesPerFolder = 100;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("daytona-benchmark-");
    private int _version;

    /// <summary>Makes the folder.</summary>
    /// <param name="files">The number of files.</param>
    /// <param name="bytes">The minimum total length.</param>
    public ContextFolder(int files, long bytes)
    {
        byte[] content = new byte[(bytes + files - 1) / files];
        var random = new Random(190);
        for (int i = 0; i < files; i++)
        {
            random.NextBytes(content);
            string folder = Path.Combine(Folder, (i / FilesPerFolder).ToString("D3", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{i:D5}.bin"), content);
        }

        File.WriteAllText(Dockerfile, "FROM alpine:3.20\nCOPY . /srv/\n");
        Bytes = files * (long)content.Length;
    }

    /// <summary>The folder.</summary>
    public string Folder => Path.Combine(_root.FullName, "context");

    /// <summary>A Dockerfile next to the folder that copies all of it.</summary>
    public string Dockerfile => Path.Combine(_root.FullName, "Dockerfile");

    /// <summary>The total length of the files in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Changes one small file, so that an earlier upload can't be reused.</summary>
    public void Change() => File.WriteAllText(Path.Combine(Folder, "version.txt"), $"{_version++}");

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);
}

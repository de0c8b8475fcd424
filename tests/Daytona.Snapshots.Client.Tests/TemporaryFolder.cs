namespace Daytona.Snapshots.Client.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    // Without links, since the system's own temporary folder is behind one on some systems.
    public string Path { get; } = RealPath.Find(Directory.CreateTempSubdirectory("daytona-").FullName)!;

    public string this[string relative] => relative.Length == 0 ? Path : System.IO.Path.Combine(Path, relative);

    public TemporaryFolder With(string relative, string content = "")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], content);
        return this;
    }

    public TemporaryFolder WithLink(string relative, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.CreateSymbolicLink(this[relative], target);
        return this;
    }

    public BuildContext Context(string relative = "") => BuildContext.Read(this[relative], TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

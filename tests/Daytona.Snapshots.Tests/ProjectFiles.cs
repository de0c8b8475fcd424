namespace Daytona.Snapshots.Tests;

/// <summary>The files of the clone that the tests were built from.</summary>
internal static class ProjectFiles
{
    /// <summary>The clone's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path from the root.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The source files of a folder.</summary>
    /// <param name="folder">Its path from the root.</param>
    public static IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Daytona.Snapshots.psd1"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} is a clone.");
    }
}

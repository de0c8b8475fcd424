namespace Daytona.Playground;

/// <summary>The location of this clone's module.</summary>
internal static class ModuleManifest
{
    private const string FileName = "Daytona.Snapshots.psd1";

    /// <summary>The manifest in the nearest folder above this program.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, FileName);
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException($"{FileName} does not exist above {AppContext.BaseDirectory}. Run this from a clone.");
    }
}

namespace Daytona.Playground;

/// <summary>Where this clone's module is.</summary>
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

        throw new FileNotFoundException($"There is no {FileName} above {AppContext.BaseDirectory}: run this from a clone.");
    }
}

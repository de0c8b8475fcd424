namespace Daytona.Playground;

/// <summary>A temporary folder with a small project to try commands, and with a copy of the module that PowerShells of jobs find, too.</summary>
internal sealed class PlaygroundFolder : IDisposable
{
    private const string ModuleName = "Daytona.Snapshots";

    private static readonly string[] ModuleFolders = ["bin", "ci", "en-US"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("playground-");

    public PlaygroundFolder()
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "Project"), Project);
        string clone = Path.GetDirectoryName(ModuleManifest.Path)!;
        string module = Path.Combine(Modules, ModuleName);
        foreach (string folder in ModuleFolders) Copy(Path.Combine(clone, folder), Path.Combine(module, folder));
        foreach (string file in Directory.EnumerateFiles(clone, $"{ModuleName}.ps*1")) File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
    }

    /// <summary>The folder of the project.</summary>
    public string Project => Path.Combine(_root.FullName, "app");

    /// <summary>A folder of the PSModulePath.</summary>
    public string Modules => Path.Combine(_root.FullName, "modules");

    /// <summary>The manifest of the module.</summary>
    public string Manifest => Path.Combine(Modules, ModuleName, ModuleName + ".psd1");

    /// <summary>Deletes the folder, unless another process still uses it.</summary>
    public void Dispose()
    {
        try
        {
            _root.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On Windows, a job that still runs keeps the assemblies open.
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

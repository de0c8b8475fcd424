namespace Daytona.Platforms.Tests;

/// <summary>The oldest .NET runtime that the module supports, laid out from its package as an installation.</summary>
internal static class OldestRuntime
{
    /// <summary>Lays the runtime out, once for each build of the tests.</summary>
    /// <returns>The path of its own <c>dotnet</c>, which finds no other runtime.</returns>
    public static string Install()
    {
        string version = TestFolders.Get("RuntimeVersion");
        string root = Path.Combine(AppContext.BaseDirectory, "runtime-" + version);
        string dotnet = Path.Combine(root, "dotnet");
        if (File.Exists(dotnet)) return dotnet;

        string package = TestFolders.Get("RuntimePackage");
        string framework = Path.Combine(root, "shared", "Microsoft.NETCore.App", version);
        Copy(Path.Combine(package, "lib", "net8.0"), framework);
        Copy(Path.Combine(package, "native"), framework);
        string host = Directory.CreateDirectory(Path.Combine(root, "host", "fxr", version)).FullName;
        File.Copy(Path.Combine(package, "native", "libhostfxr.so"), Path.Combine(host, "libhostfxr.so"), overwrite: true);
        // The program that starts any version is that of the SDK. Copied last: it says that the layout is complete.
        File.Copy(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Path.Combine(InstalledRoot, "dotnet"), dotnet);
        return dotnet;
    }

    // The runtime of this process is in <root>/shared/Microsoft.NETCore.App/<version>.
    private static string InstalledRoot =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Daytona.Pwsh;

/// <summary>The PowerShell of the NuGet package that is restored with this project: the official .NET tool.</summary>
public static class RestoredPowerShell
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Gets the version of the package.</summary>
    public static Version Version { get; } = new(GetMetadata("PowerShellVersion").Split('-')[0]);

    // The package's native programs are for x64 and glibc, and none is for macOS.
    private static bool HasNativeProgram => RuntimeInformation.OSArchitecture == Architecture.X64
        && !OperatingSystem.IsMacOS() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
    private static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>Finds the program in the folder of packages.</summary>
    /// <exception cref="FileNotFoundException">The package is not restored.</exception>
    public static PowerShellProgram Find()
    {
        string home = FindHome();
        string native = Path.Combine(home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        return HasNativeProgram && TryMakeExecutable(native)
            ? new PowerShellProgram(native) { DotnetRoot = DotnetRoot }
            : new PowerShellProgram(Path.Combine(DotnetRoot, "dotnet"), Path.Combine(home, "pwsh.dll")) { DotnetRoot = DotnetRoot };
    }

    private static string FindHome()
    {
        string package = GetMetadata("PowerShellPackage");
        string tools = Path.Combine(package, "tools");
        // tools/net10.0/any/unix: the framework depends on the version.
        return Directory.Exists(tools) && Directory.GetDirectories(tools) is [{ } framework]
            ? Path.Combine(framework, "any", OperatingSystem.IsWindows() ? "win" : "unix")
            : throw new FileNotFoundException($"PowerShell is not in {package}. Run dotnet restore.");
    }

    // NuGet extracts files without the execute bits, or with that of their owner only.
    private static bool TryMakeExecutable(string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            UnixFileMode mode = File.GetUnixFileMode(path);
            if (!mode.HasFlag(Execute)) File.SetUnixFileMode(path, mode | Execute);
            return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static string GetMetadata(string key) => typeof(RestoredPowerShell).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value!;
}

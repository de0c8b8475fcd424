#if !NET
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
#endif

namespace Daytona.Snapshots.Client.Builds;

/// <summary>Resolves all symbolic links in a path.</summary>
internal static class RealPath
{
#if NET
    // The number of links that Linux follows before it reports a loop.
    private const int MaxLinks = 40;

    /// <summary>Resolves the links of a path.</summary>
    /// <returns>The path without links, or null if the target does not exist or can't be resolved.</returns>
    public static string? Find(string path)
    {
        try
        {
            int links = 0;
            return Resolve(path, ref links) is { } real && (File.Exists(real) || Directory.Exists(real)) ? real : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder) return path;
        if (Resolve(folder, ref links) is not { } real) return null;

        string name = Path.GetFileName(path);
        if (name is "" or ".") return real;
        if (name == "..") return Path.GetDirectoryName(real) ?? real;

        string here = Path.Combine(real, name);
        return new FileInfo(here).LinkTarget is not { } target ? here
            : ++links > MaxLinks ? null
            : Resolve(Path.Combine(real, target), ref links);
    }
#else
    // .NET Framework runs only on Windows and can't follow a link; the system can.
    private const uint AnyShare = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;

    /// <summary>Resolves the links of a path.</summary>
    /// <returns>The path without links, or null if the target does not exist or can't be resolved.</returns>
    public static string? Find(string path)
    {
        using SafeFileHandle handle = CreateFile(path, 0, AnyShare, IntPtr.Zero, OpenExisting, BackupSemantics, IntPtr.Zero);
        if (handle.IsInvalid) return null;

        char[] name = new char[32 * 1024];
        uint length = GetFinalPathNameByHandle(handle, name, (uint)name.Length, 0);
        if (length == 0 || length >= name.Length) return null;

        string real = new(name, 0, (int)length);
        return real.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + real.Substring(8)
            : real.StartsWith(@"\\?\", StringComparison.Ordinal) ? real.Substring(4)
            : real;
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(
        string name, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetFinalPathNameByHandle(SafeFileHandle file, [Out] char[] name, uint length, uint flags);
#endif
}

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
    /// <param name="path">A full path.</param>
    /// <returns>The path without links, or null if the target does not exist or can't be resolved.</returns>
    public static string? Find(string path)
    {
        try
        {
            return Resolve(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Resolve(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string done = root;
        var rest = new Stack<string>();
        Push(rest, path.Substring(root.Length));
        for (int links = 0; rest.Count > 0;)
        {
            string part = rest.Pop();
            if (part == "..")
            {
                done = Path.GetDirectoryName(done) ?? root;
                continue;
            }

            string here = Path.Combine(done, part);
            if (new FileInfo(here).LinkTarget is not { } target)
            {
                done = here;
                continue;
            }

            if (++links > MaxLinks) return null;

            string targetRoot = Path.GetPathRoot(target) ?? "";
            if (targetRoot.Length > 0) done = Path.GetPathRoot(Path.GetFullPath(targetRoot))!;
            Push(rest, target.Substring(targetRoot.Length));
        }

        return File.Exists(done) || Directory.Exists(done) ? done : null;
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i].Length > 0 && parts[i] != ".") rest.Push(parts[i]);
        }
    }
#else
    // .NET Framework runs only on Windows and can't follow a link; the system can.
    private const uint AnyShare = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;

    /// <summary>Resolves the links of a path.</summary>
    /// <param name="path">A full path.</param>
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

using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Paths as PowerShell reads them: with its drives, <c>~</c> and its location.</summary>
internal static class PowerShellPath
{
    /// <summary>The full path, as the file system knows it.</summary>
    /// <exception cref="SnapshotErrorException">It is on a drive that has no files, or no such drive is there.</exception>
    public static string Resolve(SessionState session, string path)
    {
        ProviderInfo provider;
        string resolved;
        try
        {
            resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new SnapshotErrorException(exception.Message, exception);
        }

        return provider.Name == "FileSystem"
            ? resolved
            : throw new SnapshotErrorException($"'{path}' is on a drive of {provider.Name}, where there are no files: give a path of the file system.");
    }

    /// <summary>The full path. A relative one starts from a folder other than PowerShell's location.</summary>
    /// <exception cref="SnapshotErrorException">It is on a drive that has no files, or no such drive is there.</exception>
    public static string Resolve(SessionState session, string path, string baseFolder) =>
        Resolve(session, IsRelative(session, path) ? Path.Combine(baseFolder, path) : path);

    /// <summary>The path as it is where it is relative to the location, else the full path.</summary>
    /// <exception cref="SnapshotErrorException">It is on a drive that has no files, or no such drive is there.</exception>
    public static string KeepRelative(SessionState session, string path)
    {
        string resolved = Resolve(session, path);
        return IsRelative(session, path) ? path : resolved;
    }

    private static bool IsRelative(SessionState session, string path) =>
        !session.Path.IsPSAbsolute(path, out _) && !Path.IsPathRooted(path) && !path.StartsWith("~", StringComparison.Ordinal);
}

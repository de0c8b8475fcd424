using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Resolves PowerShell paths with their drives, <c>~</c> and the current location.</summary>
internal static class PowerShellPath
{
    /// <summary>The full path in the file system.</summary>
    /// <exception cref="SnapshotErrorException">The drive does not exist, or is not of the file system.</exception>
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
            : throw new SnapshotErrorException($"'{path}' is on a drive of the {provider.Name} provider, which has no files. Specify a path of the file system.");
    }

    /// <summary>The full path. A relative one starts from a folder other than PowerShell's location.</summary>
    /// <exception cref="SnapshotErrorException">The drive does not exist, or is not of the file system.</exception>
    public static string Resolve(SessionState session, string path, string baseFolder) =>
        Resolve(session, IsRelative(session, path) ? Path.Combine(baseFolder, path) : path);

    /// <summary>The full path of a Dockerfile.</summary>
    /// <exception cref="SnapshotErrorException">The path is a URL or a text, or its drive does not exist, or is not of the file system.</exception>
    public static string ResolveDockerfile(SessionState session, string path, string baseFolder)
    {
        if (Image.ValidatePath(path) is { } problem) throw new SnapshotErrorException(problem);
        string resolved = Resolve(session, path, baseFolder);
        if (!Directory.Exists(resolved)) return resolved;
        throw new SnapshotErrorException($"'{path}' is a folder, not a file. {AdviceOnFolder(path, resolved)}");
    }

    /// <summary>How a folder is built, as a sentence.</summary>
    public static string AdviceOnFolder(string path, string resolved) => File.Exists(Path.Combine(resolved, "Dockerfile"))
        ? $"To build it, use -Dockerfile {ArgumentText.For($"{path.TrimEnd('/', '\\')}/Dockerfile")}."
        : "It has no Dockerfile: use -Dockerfile with the path of one, and -Context with the folder.";

    /// <summary>The unchanged path if it is relative to the current location, or the full path.</summary>
    /// <exception cref="SnapshotErrorException">The drive does not exist, or is not of the file system.</exception>
    public static string KeepRelative(SessionState session, string path)
    {
        string resolved = Resolve(session, path);
        return IsRelative(session, path) ? path : resolved;
    }

    private static bool IsRelative(SessionState session, string path) =>
        !session.Path.IsPSAbsolute(path, out _) && !Path.IsPathRooted(path) && !path.StartsWith("~", StringComparison.Ordinal);
}

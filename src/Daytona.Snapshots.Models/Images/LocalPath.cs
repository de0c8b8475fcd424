using System.Runtime.InteropServices;

namespace Daytona.Snapshots.Images;

/// <summary>Full paths of this machine, compared as the system does.</summary>
internal static class LocalPath
{
    private static readonly bool Windows = Path.DirectorySeparatorChar == '\\';

    // The file systems of macOS usually ignore case too.
    public static StringComparison Comparison { get; } =
        Windows || RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static string Full(string path, string baseFolder)
    {
        if (string.IsNullOrEmpty(path)) throw new ArgumentException("The path is empty.", nameof(path));
        if (string.IsNullOrEmpty(baseFolder) || !Path.IsPathRooted(baseFolder))
        {
            throw new ArgumentException($"The base folder '{baseFolder}' is not a full path.", nameof(baseFolder));
        }

        string full = Path.GetFullPath(Path.Combine(baseFolder, path));
        string trimmed = full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return trimmed.Length < Path.GetPathRoot(full)!.Length ? full : trimmed;
    }

    public static string ExistingFile(string path, string baseFolder) => Full(path, baseFolder) is var full && File.Exists(full)
        ? full
        : throw new FileNotFoundException(Directory.Exists(full) ? $"'{full}' is a folder, not a file." : $"File '{full}' does not exist.", full);

    public static string ExistingFolder(string path, string baseFolder) => Full(path, baseFolder) is var full && Directory.Exists(full)
        ? full
        : throw new DirectoryNotFoundException(File.Exists(full) ? $"'{full}' is a file, not a folder." : $"Folder '{full}' does not exist.");

    /// <summary>The path relative to a folder, with forward slashes.</summary>
    /// <returns>The relative path, <c>.</c> for the folder itself, or null if it is not below the folder.</returns>
    public static string? Below(string full, string folder)
    {
        if (string.Equals(full, folder, Comparison)) return ".";

        string start = folder[folder.Length - 1] == Path.DirectorySeparatorChar ? folder : folder + Path.DirectorySeparatorChar;
        if (!full.StartsWith(start, Comparison)) return null;

        string rest = full.Substring(start.Length);
        return Windows ? rest.Replace('\\', '/') : rest;
    }
}

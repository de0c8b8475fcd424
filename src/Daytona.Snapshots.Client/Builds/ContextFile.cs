#if NET
using System.Formats.Tar;
#endif

namespace Daytona.Snapshots.Client.Builds;

/// <summary>A file of a context: its length, mode and time, and whether it can be sent.</summary>
internal static class ContextFile
{
    // They depend on the umask at checkout. Without them, the same files have the same hash.
    private const int GroupAndOtherWrite = 0b000_010_010;
    private const int WindowsMode = 0b111_101_101;
    private const int WindowsReadOnlyMode = 0b101_101_101;

    /// <summary>Inspects a file.</summary>
    /// <exception cref="BuildContextException">The file can't be read, or is not a regular file.</exception>
    public static BuildContextEntry Inspect(string source, string archivePath) => Try(source, () =>
    {
#if NET
        if (IsSpecial(source))
        {
            throw new BuildContextException(
                $"'{source}' is neither a file nor a folder, and can't be sent. Add '{archivePath}' to .dockerignore.", source);
        }

#endif
        // Opening shows now what would otherwise fail in the middle of an upload.
        using FileStream file = Open(source);
        return new BuildContextEntry(archivePath, source, file.Length, Mode(file) & ~GroupAndOtherWrite, File.GetLastWriteTimeUtc(source));
    });

    /// <summary>Whether a file has exactly this content.</summary>
    /// <exception cref="BuildContextException">The file can't be read.</exception>
    public static bool HasContent(BuildContextEntry entry, byte[] content) =>
        Try(entry.Source, () => entry.Length == content.Length && File.ReadAllBytes(entry.Source).AsSpan().SequenceEqual(content));

    /// <summary>Opens a file for reading, even while other processes write or delete it.</summary>
    public static FileStream Open(string source) => new(
        source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

    private static T Try<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException($"'{source}' can't be read ({e.Message.TrimEnd('.')}). Make it readable, or exclude it with .dockerignore.", source, e);
        }
    }

    private static int Mode(FileStream file)
    {
#if NET
        if (!OperatingSystem.IsWindows()) return (int)File.GetUnixFileMode(file.SafeFileHandle);

#endif
        // Windows has no such bits. Docker makes every file executable there.
        return (File.GetAttributes(file.Name) & FileAttributes.ReadOnly) != 0 ? WindowsReadOnlyMode : WindowsMode;
    }

#if NET
    /// <summary>Whether a file is a pipe, a socket or a device. Opening a pipe would wait for a writer, so this comes first.</summary>
    private static bool IsSpecial(string source)
    {
        // All of those have no length, and the framework reveals the type of a file only in a tar entry. Windows has none.
        string real = new FileInfo(source).LinkTarget is null ? source : RealPath.Find(source) ?? source;
        if (OperatingSystem.IsWindows() || new FileInfo(real).Length > 0) return false;

        using var tar = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true)) writer.WriteEntry(real, "file");
            tar.Position = 0;
            using var reader = new TarReader(tar);
            return reader.GetNextEntry()?.EntryType is not TarEntryType.RegularFile;
        }
        catch (IOException) when (File.Exists(real))
        {
            // A tar can't contain a socket.
            return true;
        }
    }
#endif
}

#if NET
using System.Formats.Tar;
#endif

namespace Daytona.Snapshots.Client;

/// <summary>A file as it goes into a context: that it is one, can be read, and its length, mode and time.</summary>
internal static class ContextFile
{
#if !NET
    private const int WindowsMode = 0b111_101_101;
    private const int WindowsReadOnlyMode = 0b101_101_101;
#endif

    /// <summary>Looks at a file.</summary>
    /// <param name="source">Its full path; links are followed.</param>
    /// <param name="archivePath">Its path beside the Dockerfile.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="BuildContextException">It can't be read, or is no regular file.</exception>
    public static BuildContextEntry Look(string source, string archivePath)
    {
        try
        {
#if NET
            // Windows has none of them.
            if (IsSpecial(source))
            {
                throw new BuildContextException(
                    $"'{source}' is neither a file nor a folder, and can't be sent: add '{archivePath}' to .dockerignore.", source);
            }

#endif
            // Opening tells today what would fail in the middle of an upload.
            using FileStream file = Open(source);
            return new BuildContextEntry
            {
                ArchivePath = archivePath,
                Source = source,
                Length = file.Length,
                Mode = Mode(file),
                LastWriteTimeUtc = File.GetLastWriteTimeUtc(source),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException(
                $"'{source}' can't be read ({e.Message.TrimEnd('.')}): make it readable, or leave it out with .dockerignore.", source, e);
        }
    }

    /// <summary>Opens a file to be read, whatever others do with it.</summary>
    /// <param name="source">Its full path.</param>
    /// <returns>The stream, without a buffer of its own.</returns>
    public static FileStream Open(string source) => new(
        source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

#if NET
    private static int Mode(FileStream file)
    {
        if (!OperatingSystem.IsWindows()) return (int)File.GetUnixFileMode(file.SafeFileHandle);

        // Windows has no such bits. Docker makes every file a program there, and none of them writable by others.
        bool readOnly = (File.GetAttributes(file.SafeFileHandle) & FileAttributes.ReadOnly) != 0;
        return (int)(readOnly ? WindowsReadOnly : WindowsUsual);
    }

    private const UnixFileMode WindowsReadOnly =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode WindowsUsual = WindowsReadOnly | UnixFileMode.UserWrite;

    /// <summary>Whether it is a pipe, a socket or a device. Opening a pipe would wait for a writer, so it must be known before.</summary>
    private static bool IsSpecial(string source)
    {
        // All of those have no length, and the framework has no other way to ask than to have an entry written.
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
            // A socket has no place in a tar at all.
            return true;
        }
    }
#else
    private static int Mode(FileStream file) =>
        (File.GetAttributes(file.Name) & FileAttributes.ReadOnly) != 0 ? WindowsReadOnlyMode : WindowsMode;
#endif
}

namespace Daytona.Snapshots;

/// <summary>One file of a build context, as it was when the context was read.</summary>
/// <param name="ArchivePath">The path in the context, with forward slashes.</param>
/// <param name="Source">The full path of the file that is sent.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Mode">The Unix permission bits. An executable has 493, which is octal 755.</param>
/// <param name="LastWriteTimeUtc">When the file was last written, in UTC. A later time means that the file has changed.</param>
public sealed record BuildContextEntry(string ArchivePath, string Source, long Length, int Mode, DateTime LastWriteTimeUtc)
{
    /// <summary>The path in the context.</summary>
    public override string ToString() => ArchivePath;
}

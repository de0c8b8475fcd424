namespace Daytona.Snapshots;

/// <summary>One file of a build context, as it was when the context was read.</summary>
public sealed class BuildContextEntry
{
    /// <summary>The path in the context, with forward slashes.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>The full path of the file that is sent.</summary>
    public required string Source { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The Unix permission bits. An executable has 493, which is octal 755.</summary>
    public required int Mode { get; init; }

    /// <summary>When the file was last written, in UTC. A later time means that the file has changed.</summary>
    public required DateTime LastWriteTimeUtc { get; init; }

    /// <summary>The path in the context.</summary>
    public override string ToString() => ArchivePath;
}

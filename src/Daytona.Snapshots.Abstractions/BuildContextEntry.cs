namespace Daytona.Snapshots;

/// <summary>One file of a build context, as it was when the context was read.</summary>
public sealed class BuildContextEntry
{
    /// <summary>The path beside the Dockerfile, with forward slashes.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>The full path of the file that is sent.</summary>
    public required string Source { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The Unix permission bits: 493, which is octal 755, for a program.</summary>
    public required int Mode { get; init; }

    /// <summary>When the file was last written, in universal time: what tells that it changed since.</summary>
    public required DateTime LastWriteTimeUtc { get; init; }

    /// <summary>The path beside the Dockerfile.</summary>
    /// <returns><see cref="ArchivePath"/>.</returns>
    public override string ToString() => ArchivePath;
}

namespace Daytona.Snapshots.Images;

/// <summary>A local file or folder that an <see cref="Image"/> needs, and its path in the build context.</summary>
public sealed class ImageContext
{
    /// <summary>The <see cref="ArchivePath"/> of a folder whose content is at the root of the context.</summary>
    public const string Root = ".";

    /// <summary>The full path of the file or folder.</summary>
    public required string Source { get; init; }

    /// <summary>The path in the context, with forward slashes. It never reveals a path of this machine.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>The Dockerfile instructions that determine which files of the folder are read; null for all.</summary>
    public string? Instructions { get; init; }

    /// <summary>The position of the instructions in the image's Dockerfile.</summary>
    internal int Start { get; init; }

    /// <summary>The Dockerfile, next to which a <c>NAME.dockerignore</c> applies; null if there is none.</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>The full path.</summary>
    public override string ToString() => Source;
}

namespace Daytona.Snapshots.Images;

/// <summary>A local file or folder that an <see cref="Image"/> needs, and its path in the build context.</summary>
/// <param name="Source">The full path of the file or folder.</param>
/// <param name="ArchivePath">The path in the context, with forward slashes. It never reveals a path of this machine.</param>
/// <param name="Instructions">The Dockerfile instructions that determine which files of the folder are read; null for all.</param>
/// <param name="DockerfilePath">The Dockerfile, next to which a <c>NAME.dockerignore</c> applies; null if there is none.</param>
public sealed record ImageContext(string Source, string ArchivePath, string? Instructions = null, string? DockerfilePath = null)
{
    /// <summary>The <see cref="ArchivePath"/> of a folder whose content is at the root of the context.</summary>
    public const string Root = ".";

    /// <summary>The position of the instructions in the image's Dockerfile.</summary>
    internal int Start { get; init; }

    /// <summary>The full path.</summary>
    public override string ToString() => Source;
}

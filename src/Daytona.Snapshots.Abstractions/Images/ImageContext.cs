namespace Daytona.Snapshots.Images;

/// <summary>A local file or folder that an <see cref="Image"/> needs, and where its Dockerfile finds it.</summary>
public sealed class ImageContext
{
    /// <summary>The <see cref="ArchivePath"/> of a folder whose content lies beside the Dockerfile.</summary>
    public const string Root = ".";

    /// <summary>The full path of the file or folder.</summary>
    public required string Source { get; init; }

    /// <summary>The path beside the Dockerfile, with forward slashes. It never tells a path of this machine.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>
    /// Instructions of a Dockerfile that say what is read of the folder; null where all of it is.
    /// </summary>
    public string? Instructions { get; init; }

    /// <summary>The Dockerfile, beside which a <c>NAME.dockerignore</c> counts; null where there is none.</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>The full path.</summary>
    /// <returns><see cref="Source"/>.</returns>
    public override string ToString() => Source;
}

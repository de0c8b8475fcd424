namespace Daytona.Snapshots.Images;

/// <summary>An image on this machine: one of a container engine, or a file or folder.</summary>
public sealed class LocalImageSource
{
    private LocalImageSource(string? name, string? path) => (Name, Path) = (name, path);

    /// <summary>The image's name or ID in the engine, or the name that selects it in an archive; null if the archive holds one image.</summary>
    public string? Name { get; }

    /// <summary>The full path of an archive or of an OCI layout folder; null for an image of an engine.</summary>
    public string? Path { get; }

    /// <summary>An image of the Docker engine or of Podman, read over its socket.</summary>
    /// <param name="name">The image's name, such as <c>app:dev</c>, or its ID.</param>
    public static LocalImageSource FromEngine(string name) =>
        string.IsNullOrWhiteSpace(name)
            ? throw new ArgumentException("The image's name is empty.", nameof(name))
            : new LocalImageSource(name, path: null);

    /// <summary>An image in an archive of <c>docker save</c>, an OCI archive (each also compressed by gzip), or an OCI layout folder.</summary>
    /// <param name="path">The full path of the file or folder.</param>
    /// <param name="name">The image's name in the archive; null if the archive holds one image.</param>
    public static LocalImageSource FromPath(string path, string? name = null) =>
        string.IsNullOrEmpty(path) || !System.IO.Path.IsPathRooted(path)
            ? throw new ArgumentException($"'{path}' is not a full path.", nameof(path))
            : new LocalImageSource(name, path);

    /// <summary>The path, or the name in the engine.</summary>
    public override string ToString() => Path ?? Name!;
}

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The files of an image that is a tar.</summary>
/// <param name="source">The archive's path or the engine's address, as messages name it.</param>
/// <param name="index">The tar's entries.</param>
internal sealed class ArchiveFiles(string source, TarIndex index) : IImageFiles
{
    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public FileRange? Find(string name) => index.Find(name);
}

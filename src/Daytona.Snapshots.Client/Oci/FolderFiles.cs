namespace Daytona.Snapshots.Client.Oci;

/// <summary>The files of an image that is a folder.</summary>
internal sealed class FolderFiles(string folder) : IImageFiles
{
    /// <inheritdoc/>
    public string Source => $"'{folder}'";

    /// <inheritdoc/>
    public FileRange? Find(string name)
    {
        var file = new FileInfo(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)));
        return file.Exists ? new FileRange(file.FullName, 0, file.Length) : null;
    }
}

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The files that an image consists of, in an archive or in a folder.</summary>
internal interface IImageFiles
{
    /// <summary>The path, as messages name it.</summary>
    string Source { get; }

    /// <summary>Finds a file.</summary>
    /// <param name="name">The relative name, with forward slashes.</param>
    /// <returns>The file's content, or null if there is no such file.</returns>
    FileRange? Find(string name);
}

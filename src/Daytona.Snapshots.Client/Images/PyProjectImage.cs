namespace Daytona.Snapshots.Client;

/// <summary>The step of an <see cref="Image"/> that needs a reader of TOML.</summary>
public static class PyProjectImage
{
    /// <summary>Installs the dependencies of a pyproject.toml with pip. The file itself is not copied.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">The file.</param>
    /// <param name="baseFolder">The folder that a relative path starts from.</param>
    /// <param name="optionalDependencies">Names of the optional dependencies that are wanted too; null for none.</param>
    /// <param name="options">What pip is told besides; null for nothing.</param>
    /// <returns>The image with the step.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no TOML, or declares no list of dependencies.</exception>
    public static Image PipInstallFromPyProject(
        this Image image,
        string path,
        string baseFolder,
        IEnumerable<string>? optionalDependencies = null,
        PipInstallOptions? options = null)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));

        return image.PipInstall(PyProject.Read(path, baseFolder).PackagesWith(optionalDependencies ?? []), options);
    }
}

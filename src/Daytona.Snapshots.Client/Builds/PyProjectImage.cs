namespace Daytona.Snapshots.Client.Builds;

/// <summary>Adds the dependencies of a pyproject.toml to an <see cref="Image"/>.</summary>
public static class PyProjectImage
{
    /// <summary>Installs the dependencies of a pyproject.toml with pip. The file itself is not copied.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="baseFolder">The folder to which a relative path refers.</param>
    /// <param name="optionalDependencies">Names of the optional dependencies to include; null for none.</param>
    /// <param name="options">Further options of pip; null for none.</param>
    /// <returns>The image with the step.</returns>
    /// <exception cref="PyProjectException">The file does not exist, is not valid TOML, or declares no list of dependencies.</exception>
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

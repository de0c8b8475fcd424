using Tomlyn;
using Tomlyn.Model;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>The dependencies that a pyproject.toml declares.</summary>
public sealed class PyProject
{
    private const string Guide = "See https://packaging.python.org/en/latest/guides/writing-pyproject-toml.";

    private readonly IReadOnlyDictionary<string, string[]> _groups;

    private PyProject(string path, string[] dependencies, IReadOnlyDictionary<string, string[]> groups)
    {
        Path = path;
        Dependencies = dependencies;
        _groups = groups;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The dependencies that the project always needs, in pip's syntax.</summary>
    public IReadOnlyList<string> Dependencies { get; }

    /// <summary>The names of the optional dependencies.</summary>
    public IEnumerable<string> OptionalDependencies => _groups.Keys;

    /// <summary>Reads a pyproject.toml.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="baseFolder">The folder to which a relative path refers.</param>
    /// <returns>The declared dependencies.</returns>
    /// <exception cref="PyProjectException">The file does not exist, is not valid TOML, or declares no list of dependencies.</exception>
    public static PyProject Read(string path, string baseFolder)
    {
        string full = System.IO.Path.GetFullPath(System.IO.Path.Combine(baseFolder, path));
        return Parse(ReadText(full), full);
    }

    /// <summary>Finds the groups that the file does not declare. They add nothing, as in Daytona's Python SDK.</summary>
    /// <param name="groups">Names of optional dependencies.</param>
    /// <returns>The names that are not declared.</returns>
    public IEnumerable<string> FindUndeclared(IEnumerable<string> groups) =>
        (groups ?? throw new ArgumentNullException(nameof(groups))).Where(name => !_groups.ContainsKey(name));

    /// <summary>Lists the packages to install.</summary>
    /// <param name="groups">Names of the optional dependencies to include.</param>
    /// <returns>The dependencies, and those of the groups.</returns>
    public string[] PackagesWith(IEnumerable<string> groups) =>
    [
        .. Dependencies,
        .. (groups ?? throw new ArgumentNullException(nameof(groups))).SelectMany(
            name => _groups.TryGetValue(name, out string[]? packages) ? packages : []),
    ];

    internal static PyProject Parse(string text, string path)
    {
        TomlTable document = ParseToml(text, path);
        if (!document.TryGetValue("project", out object? found) || found is not TomlTable project)
        {
            throw new PyProjectException($"'{path}' has no [project] section. {Guide}");
        }

        if (!project.TryGetValue("dependencies", out found) || found is not TomlArray dependencies)
        {
            throw new PyProjectException($"'{path}' has no list of dependencies in its [project] section. {Guide}");
        }

        var groups = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (project.TryGetValue("optional-dependencies", out found))
        {
            if (found is not TomlTable optional)
            {
                throw new PyProjectException($"The optional-dependencies of '{path}' are not a table. {Guide}");
            }

            foreach (string name in optional.Keys) groups.Add(name, Strings(optional[name] as TomlArray, path));
        }

        return new PyProject(path, Strings(dependencies, path), groups);
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PyProjectException($"File '{path}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PyProjectException($"'{path}' can't be read: {e.Message}", e);
        }
    }

    private static TomlTable ParseToml(string text, string path)
    {
        try
        {
            return TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (Exception e) when (e is TomlException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // Tomlyn also throws exceptions of the framework, for example for the escape "\uD800".
            throw new PyProjectException($"'{path}' is not valid TOML: {e.Message}", e);
        }
    }

    private static string[] Strings(TomlArray? array, string path) => [.. (array ?? []).Select(item => item as string
        ?? throw new PyProjectException($"'{path}' declares a dependency that is not a string. {Guide}"))];
}

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

/// <summary>A pyproject.toml can't be used: it does not exist, can't be read, or does not declare dependencies.</summary>
public sealed class PyProjectException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The reason, with the path of the file.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public PyProjectException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

using Tomlyn;
using Tomlyn.Model;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>The dependencies that a pyproject.toml declares. The file itself is not needed to install them.</summary>
public sealed class PyProject
{
    private const string Guide = "See https://packaging.python.org/en/latest/guides/writing-pyproject-toml.";

    private readonly Dictionary<string, string[]> _groups;

    private PyProject(string[] dependencies, Dictionary<string, string[]> groups) => (Dependencies, _groups) = (dependencies, groups);

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
        string full = Path.GetFullPath(Path.Combine(baseFolder, path));
        try
        {
            return Parse(File.ReadAllText(full), full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PyProjectException($"File '{full}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PyProjectException($"'{full}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Finds the groups that the file does not declare. They add nothing, as in Daytona's Python SDK.</summary>
    /// <param name="groups">Names of optional dependencies.</param>
    /// <returns>The names that are not declared.</returns>
    public IEnumerable<string> FindUndeclared(IEnumerable<string> groups) => groups.Where(name => !_groups.ContainsKey(name));

    /// <summary>Lists the packages to install, such as by <see cref="Image.PipInstall"/>.</summary>
    /// <param name="groups">Names of the optional dependencies to include.</param>
    /// <returns>The dependencies, and those of the groups.</returns>
    public string[] PackagesWith(IEnumerable<string> groups) =>
        [.. Dependencies, .. groups.SelectMany(name => _groups.TryGetValue(name, out string[]? packages) ? packages : [])];

    internal static PyProject Parse(string text, string path)
    {
        if (!ParseToml(text, path).TryGetValue("project", out object? found) || found is not TomlTable project)
        {
            throw new PyProjectException($"'{path}' has no [project] section. {Guide}");
        }

        if (!project.TryGetValue("dependencies", out found) || found is not TomlArray dependencies)
        {
            throw new PyProjectException($"'{path}' has no list of dependencies in its [project] section. {Guide}");
        }

        return (project.TryGetValue("optional-dependencies", out found) ? found : new TomlTable()) is TomlTable groups
            ? new PyProject(Strings(dependencies, path), groups.ToDictionary(static it => it.Key, it => Strings(it.Value as TomlArray, path)))
            : throw new PyProjectException($"The optional-dependencies of '{path}' are not a table. {Guide}");
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

/// <summary>A pyproject.toml can't be used: it does not exist, can't be read, or does not declare dependencies.</summary>
/// <param name="message">The reason, with the path of the file.</param>
/// <param name="innerException">The cause; null for none.</param>
public sealed class PyProjectException(string message, Exception? innerException = null) : DaytonaException(message, innerException);

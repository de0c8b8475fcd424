using Tomlyn;
using Tomlyn.Model;

namespace Daytona.Snapshots.Client;

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

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What the project always needs, as pip takes it.</summary>
    public IReadOnlyList<string> Dependencies { get; }

    /// <summary>The names of the optional dependencies.</summary>
    public IEnumerable<string> OptionalDependencies => _groups.Keys;

    /// <summary>Reads a pyproject.toml.</summary>
    /// <param name="path">The file.</param>
    /// <param name="baseFolder">The folder that a relative path starts from.</param>
    /// <returns>What it declares.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no TOML, or declares no list of dependencies.</exception>
    public static PyProject Read(string path, string baseFolder)
    {
        string full = System.IO.Path.GetFullPath(System.IO.Path.Combine(baseFolder, path));
        if (!File.Exists(full)) throw new FileNotFoundException($"There is no file '{full}'.", full);

        TomlTable document;
        try
        {
            document = TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(full)) ?? [];
        }
        catch (TomlException e)
        {
            throw new InvalidDataException($"'{full}' is no valid TOML: {e.Message}", e);
        }

        if (!document.TryGetValue("project", out object? found) || found is not TomlTable project)
        {
            throw new InvalidDataException($"'{full}' has no [project] section. {Guide}");
        }

        if (!project.TryGetValue("dependencies", out found) || found is not TomlArray dependencies)
        {
            throw new InvalidDataException($"'{full}' has no list of dependencies in its [project] section. {Guide}");
        }

        var groups = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (project.TryGetValue("optional-dependencies", out found))
        {
            if (found is not TomlTable optional)
            {
                throw new InvalidDataException($"The optional-dependencies of '{full}' are no table. {Guide}");
            }

            foreach (string name in optional.Keys) groups.Add(name, Strings(optional[name] as TomlArray, full));
        }

        return new PyProject(full, Strings(dependencies, full), groups);
    }

    /// <summary>Names the groups that the file does not declare. They add nothing, as in Daytona's Python SDK.</summary>
    /// <param name="groups">Names of optional dependencies.</param>
    /// <returns>Those that are not there.</returns>
    public IEnumerable<string> FindUndeclared(IEnumerable<string> groups) =>
        (groups ?? throw new ArgumentNullException(nameof(groups))).Where(name => !_groups.ContainsKey(name));

    /// <summary>The packages to install.</summary>
    /// <param name="groups">Names of the optional dependencies that are wanted too.</param>
    /// <returns>The dependencies, and those of the groups.</returns>
    public string[] PackagesWith(IEnumerable<string> groups) =>
    [
        .. Dependencies,
        .. (groups ?? throw new ArgumentNullException(nameof(groups))).SelectMany(
            name => _groups.TryGetValue(name, out string[]? packages) ? packages : []),
    ];

    private static string[] Strings(TomlArray? array, string path) => [.. (array ?? []).Select(item => item as string
        ?? throw new InvalidDataException($"'{path}' declares a dependency that is no string. {Guide}"))];
}

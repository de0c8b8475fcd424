namespace Daytona.Snapshots.Display;

/// <summary>A line of a file.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record SourceLocation(string Path, int Line)
{
    /// <summary>The line of the user's Dockerfile on which a build failed.</summary>
    /// <returns>The location, or null if it is not known, or if an instruction failed that is not in the file.</returns>
    public static SourceLocation? Of(ImageDefinition? image, BuildFailure? failure) =>
        failure?.Line is { } line
        && image?.Contexts.FirstOrDefault(static context => context.DockerfilePath is not null) is { DockerfilePath: { } path, Instructions: { } text }
        && image.Dockerfile.StartsWith(text, StringComparison.Ordinal)
        // Steps that were added to the Dockerfile come after its text.
        && line <= text.TrimEnd('\n').Count(static character => character == '\n') + 1
            ? new SourceLocation(path, line)
            : null;

    /// <summary>The path from a folder, with forward slashes; the full path if the file is not in the folder.</summary>
    public string RelativeTo(string? folder)
    {
        if (string.IsNullOrEmpty(folder)) return Path;
        string start = folder!.TrimEnd('/', '\\').Replace('\\', '/') + "/";
        string path = Path.Replace('\\', '/');
        return path.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? path.Substring(start.Length) : path;
    }
}

using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>Finds and reads the .dockerignore of a context.</summary>
internal static class DockerIgnoreFile
{
    /// <summary>
    /// Reads <c>NAME.dockerignore</c> next to the Dockerfile or otherwise the root's <c>.dockerignore</c>, as Docker does.
    /// </summary>
    /// <param name="root">The context's root.</param>
    /// <param name="dockerfile">The full path of the Dockerfile, or null if there is none.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The patterns, or none if there is no such file.</returns>
    /// <exception cref="BuildContextException">The file can't be read, or contains a pattern that Docker refuses.</exception>
    public static DockerIgnore Read(string root, string? dockerfile, CancellationToken cancellationToken)
    {
        string own = dockerfile + DockerIgnore.FileName;
        string path = dockerfile is not null && File.Exists(own) ? own : Path.Combine(root, DockerIgnore.FileName);
        if (!File.Exists(path)) return DockerIgnore.Empty;

        try
        {
            byte[] bytes = File.ReadAllBytes(path);

            // Windows PowerShell 5.1 writes UTF-16 with >. Docker would find no pattern in it, without an error.
            if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw new BuildContextException($"'{path}' is UTF-16 text. Save it as UTF-8.", path);
            }

            return DockerIgnore.Parse(Encoding.UTF8.GetString(bytes), path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException($"'{path}' can't be read: {e.Message}", path, e);
        }
    }
}

using System.Text;

namespace Daytona.Snapshots.Client;

/// <summary>Finds and reads the .dockerignore that counts.</summary>
internal static class DockerIgnoreFile
{
    private const string FileName = ".dockerignore";

    /// <summary>Reads <c>NAME.dockerignore</c> beside the Dockerfile or else the root's <c>.dockerignore</c>, as Docker does.</summary>
    /// <param name="root">The context's root.</param>
    /// <param name="dockerfile">The Dockerfile's full path; null where there is none.</param>
    /// <returns>The patterns; none where there is no such file.</returns>
    /// <exception cref="BuildContextException">It can't be read, or holds a pattern that Docker would refuse.</exception>
    public static DockerIgnore Read(string root, string? dockerfile)
    {
        string own = dockerfile + FileName;
        string path = dockerfile is not null && File.Exists(own) ? own : Path.Combine(root, FileName);
        if (!File.Exists(path)) return DockerIgnore.Empty;

        try
        {
            byte[] bytes = File.ReadAllBytes(path);

            // What "…" > .dockerignore writes in Windows PowerShell. Docker would find no pattern in it, and say nothing.
            if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw new BuildContextException($"'{path}' is UTF-16 text: save it as UTF-8.", path);
            }

            return DockerIgnore.Parse(Encoding.UTF8.GetString(bytes));
        }
        catch (FormatException e)
        {
            throw new BuildContextException($"'{path}', {e.Message}.", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException($"'{path}' can't be read: {e.Message}", path, e);
        }
    }
}

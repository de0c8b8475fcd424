using System.Management.Automation;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>Reads a Dockerfile whose path is a PowerShell path.</summary>
internal static class DockerfileReading
{
    /// <summary>Resolves the paths, so that the Dockerfile can be read on another thread.</summary>
    /// <param name="session">The session, which resolves drives and <c>~</c>.</param>
    /// <param name="baseFolder">The folder that relative paths start from.</param>
    /// <param name="dockerfile">The Dockerfile's path.</param>
    /// <param name="context">The folder that COPY and ADD are relative to; null for the Dockerfile's own.</param>
    /// <returns>A function that reads the Dockerfile, and throws a <see cref="DockerfileException"/> if the file or the context does not exist or can't be read.</returns>
    /// <exception cref="DockerfileException">A path is not valid.</exception>
    public static Func<ImageDefinition> Prepare(SessionState session, string baseFolder, string dockerfile, string? context)
    {
        string currentFolder = session.Path.CurrentFileSystemLocation.ProviderPath;
        (string file, string? folder) = Explain(() => (
            PowerShellPath.Resolve(session, dockerfile, baseFolder),
            context is null ? null : PowerShellPath.Resolve(session, context, baseFolder)));
        return () => Explain(() => ImageDefinition.FromDockerfile(file, currentFolder, folder));
    }

    private static T Explain<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or SnapshotErrorException)
        {
            throw new DockerfileException(ErrorText.MessageOf(exception), exception);
        }
    }
}

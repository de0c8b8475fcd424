using System.Management.Automation;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>Reads a Dockerfile whose path is one of PowerShell's.</summary>
internal static class DockerfileReading
{
    /// <param name="session">The session, which knows drives and <c>~</c>.</param>
    /// <param name="baseFolder">The folder that relative paths start from.</param>
    /// <param name="dockerfile">The Dockerfile's path.</param>
    /// <param name="context">The folder that COPY and ADD are relative to; null for the Dockerfile's own.</param>
    /// <exception cref="DockerfileException">The Dockerfile or the build context does not exist, or can't be read.</exception>
    public static ImageDefinition Read(SessionState session, string baseFolder, string dockerfile, string? context)
    {
        try
        {
            return ImageDefinition.FromDockerfile(
                PowerShellPath.Resolve(session, dockerfile, baseFolder),
                session.Path.CurrentFileSystemLocation.ProviderPath,
                context is null ? null : PowerShellPath.Resolve(session, context, baseFolder));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or SnapshotErrorException)
        {
            throw new DockerfileException(ErrorText.MessageOf(exception), exception);
        }
    }
}

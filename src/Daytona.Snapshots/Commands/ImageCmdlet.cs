using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>A cmdlet that defines or reads an image on this machine.</summary>
public abstract class ImageCmdlet : PipelineCmdlet
{
    /// <summary>Reads or defines something. Returns null after an error about a file or an argument that can't be used.</summary>
    private protected T? Read<T>(Func<T> read, ErrorRow unusable)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception
            is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException or DaytonaException)
        {
            Report(CmdletErrors.ForFile(unusable, exception));
            return null;
        }
    }

    /// <summary>
    /// A path for the image. A relative path stays relative, so that no path of this machine appears in the Dockerfile.
    /// </summary>
    private protected string LocalPath(string path) => PowerShellPath.KeepRelative(SessionState, path);
}

using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>A cmdlet that defines an image on this machine.</summary>
public abstract class ImageCmdlet : PipelineCmdlet
{
    /// <summary>The definition that the parameters make.</summary>
    private protected abstract Image Define();

    private protected sealed override void Process()
    {
        Image image;
        try
        {
            image = Define();
        }
        catch (Exception exception) when (exception
            is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException or DaytonaException)
        {
            Report(CmdletErrors.ForFile(ErrorTable.InvalidImageStep, exception));
            return;
        }

        WriteObject(image);
    }

    /// <summary>
    /// A path for the image. A relative path stays relative, so that no path of this machine appears in the Dockerfile.
    /// </summary>
    private protected string LocalPath(string path) => PowerShellPath.KeepRelative(SessionState, path);
}

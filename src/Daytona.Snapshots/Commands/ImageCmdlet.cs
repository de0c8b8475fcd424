using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>A cmdlet that defines an image on this machine.</summary>
public abstract class ImageCmdlet : PSCmdlet
{
    private protected ImageCmdlet()
    {
    }

    /// <summary>The folder that relative paths start from.</summary>
    private protected string BaseFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Returns the definition, or reports why it is not valid.</summary>
    private protected void Define(Func<Image> define)
    {
        Image image;
        try
        {
            image = define();
        }
        catch (Exception exception) when (exception
            is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException or DaytonaException)
        {
            WriteError(ErrorRecords.InvalidFile(ErrorId.InvalidImageStep, exception).Record);
            return;
        }

        WriteObject(image);
    }

    /// <summary>
    /// A path for the image. A relative path stays relative, so that no path of this machine appears in the Dockerfile.
    /// </summary>
    private protected string LocalPath(string path) => PowerShellPath.KeepRelative(SessionState, path);
}

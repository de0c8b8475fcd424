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

    /// <summary>Emits what is defined, or says what is wrong with it.</summary>
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

    /// <summary>A path as the image takes it: relative where it is relative, so that no path of this machine gets into the Dockerfile.</summary>
    private protected string LocalPath(string path) => PowerShellPath.KeepRelative(SessionState, path);
}

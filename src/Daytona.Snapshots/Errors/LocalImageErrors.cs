namespace Daytona.Snapshots.Errors;

/// <summary>Errors of images on this machine. Nothing was sent.</summary>
internal static class LocalImageErrors
{
    public static CmdletError For(LocalImageException exception, object? target)
    {
        (ErrorId id, string advice) = exception.Reason switch
        {
            LocalImageFailure.PathNotFound => (ErrorId.ImageFileNotFound, "Check -Path."),
            LocalImageFailure.NotAnImage => (
                ErrorId.NotAnImage, "Use an archive of docker save, podman save or buildah push, or an OCI layout folder."),
            LocalImageFailure.Broken => (ErrorId.ImageBroken, "Export the image again."),
            LocalImageFailure.ImageNotFound => (ErrorId.LocalImageNotFound, "Check -LocalImage."),
            LocalImageFailure.Ambiguous => (ErrorId.LocalImageAmbiguous, "Name one of them with -LocalImage."),
            LocalImageFailure.PlatformMismatch => (ErrorId.PlatformMismatch, "If the region's runners have that platform, use -Platform."),
            LocalImageFailure.WindowsImage => (ErrorId.WindowsImage, "Use a Linux image."),
            LocalImageFailure.NoEngine => (
                ErrorId.NoContainerEngine, "Start the engine, set $env:DOCKER_HOST, or use -Path with an archive of the image."),
            LocalImageFailure.EngineUnsupported => (ErrorId.ContainerEngineUnsupported, "Use PowerShell 7, or -Path with an archive of the image."),
            LocalImageFailure.TemporaryCopy => (ErrorId.TemporaryCopyFailed, "Free space, or set $env:TMPDIR (on Windows, $env:TMP) to a folder on another disk."),
            _ => (ErrorId.ContainerEngineFailed, "Check the engine, or use -Path with an archive of the image."),
        };
        return id.With($"{ErrorText.Sentence(exception.Message)} {advice}", target, exception);
    }
}

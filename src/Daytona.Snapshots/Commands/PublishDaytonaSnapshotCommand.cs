using Daytona.Snapshots.Completion;

namespace Daytona.Snapshots.Commands;

/// <summary>Creates a snapshot from an image on this machine: sends the image to the service's registry, creates the snapshot from it, and waits until the snapshot is active.</summary>
[Cmdlet(
    VerbsData.Publish, "DaytonaSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = nameof(LocalImage),
    HelpUri = HelpFolder + "Publish-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class PublishDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A name for the new snapshot.")]
    [ValidateNotNullOrEmpty]
    public override string Name { get; set; } = "";

    /// <summary>The image of the Docker engine or Podman, by name or ID; with -Path, the image in an archive of several.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = nameof(LocalImage), HelpMessage = "The name or ID of an image of the Docker engine or Podman.")]
    [Parameter(Position = 1, ParameterSetName = nameof(Path))]
    [Alias("Image")]
    [ValidateNotNullOrEmpty]
    public string? LocalImage { get; set; }

    /// <summary>The path of an archive of docker save, of an OCI archive, or of an OCI layout folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Path), HelpMessage = "The path of an archive of docker save, of an OCI archive, or of an OCI layout folder.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The platform that the image must be for. Of an image for several platforms, this one is taken.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [ValidateNotNull]
    public ImagePlatform Platform { get; set; } = ImagePlatform.LinuxAmd64;

    /// <summary>Returns the snapshot as soon as the service has accepted the request.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override string Activity => $"Publishing snapshot '{Name}'";

    private protected override void Process() => Make(() =>
    {
        // The image has a name in the registry only after the push.
        CreateSnapshotRequest request = Validated(Request, except: SnapshotRequestField.ImageName);
        if (FindSource() is { } source && ShouldProcess(Name, DisplayText.Clean($"Publish snapshot from {(Path is null ? "local image " + LocalImage : Path)}")))
        {
            Publish(source, request);
        }
    });

    private LocalImageSource? FindSource()
    {
        if (Path is null)
        {
            if (!string.IsNullOrWhiteSpace(LocalImage)) return LocalImageSource.FromEngine(LocalImage!);
            Report(ErrorTable.NoLocalImage.With(LocalImage));
            return null;
        }

        try
        {
            string path = PowerShellPath.Resolve(SessionState, Path);
            if (File.Exists(path) || Directory.Exists(path)) return LocalImageSource.FromPath(path, LocalImage);
            Report(ErrorTable.ImageFileNotFound.With(Path, detail: $"'{path}' does not exist. Check -Path."));
        }
        catch (SnapshotErrorException exception)
        {
            Report(ErrorTable.ImageFileNotFound.With(Path, cause: exception));
        }

        return null;
    }

    private void Publish(LocalImageSource source, CreateSnapshotRequest request)
    {
        var options = new PublishSnapshotOptions
        {
            Platform = Platform,
            Wait = !NoWait,
            Timeout = LimitOf(Timeout),
            OnStateChange = Display.ShowState,
            OnProgress = Display.ShowPublication,
        };
        SnapshotPublication publication = Await(stopping => Client.Snapshots.PublishAsync(source, request, options, stopping));
        Display.ShowResult(SnapshotAction.Create, $"'{Name}' was created.");
        PublishedImage image = publication.Image;
        WriteVerbose(DisplayText.Clean(
            $"Sent {image.LayersPushed} of {image.LayersPushed + image.LayersSkipped} layers ({image.BytesPushed / 1048576.0:0.0} MiB) " +
            $"of '{image.DigestName}'. The temporary copy took {image.TemporaryBytes / 1048576.0:0.0} MiB of disk."));
        WriteObject(publication.Snapshot);
    }
}

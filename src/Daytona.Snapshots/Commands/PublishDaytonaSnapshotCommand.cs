using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// Creates a snapshot from an image on this machine: sends the image to the service's registry, creates the snapshot from it, and
/// waits until the snapshot is active.
/// </summary>
[Cmdlet(
    VerbsData.Publish,
    "DaytonaSnapshot",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = FromEngine,
    HelpUri = HelpPages.Folder + "Publish-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class PublishDaytonaSnapshotCommand : SnapshotCmdlet
{
    private const string FromEngine = "LocalImage";
    private const string FromPath = "Path";

    /// <summary>The name, unique in the organization. It can't be changed later.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "A name for the new snapshot.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The image of the Docker engine or Podman, by name or ID; with -Path, the image in an archive of several.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FromEngine, HelpMessage = "The name or ID of an image of the Docker engine or Podman.")]
    [Parameter(Position = 1, ParameterSetName = FromPath)]
    [ValidateNotNullOrEmpty]
    public string? LocalImage { get; set; }

    /// <summary>The path of an archive of docker save, of an OCI archive, or of an OCI layout folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromPath, HelpMessage = "The path of an archive of docker save, of an OCI archive, or of an OCI layout folder.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The platform that the image must be for. Of an image for several platforms, this one is taken.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ImagePlatformCompleter))]
    [ValidateNotNull]
    public ImagePlatform Platform { get; set; } = ImagePlatform.LinuxAmd64;

    /// <summary>The command that a sandbox runs: the program and its arguments. By default, that of the image.</summary>
    [Parameter]
    [TextListTransformation]
    public string[]? Entrypoint { get; set; }

    /// <summary>CPU cores of a sandbox.</summary>
    [Parameter]
    [WholeNumberTransformation("CPU cores")]
    public int? Cpu { get; set; }

    /// <summary>Memory of a sandbox in whole GiB; 4GB means 4.</summary>
    [Parameter]
    [GibibytesTransformation]
    public int? Memory { get; set; }

    /// <summary>Disk of a sandbox in whole GiB; 8GB means 8.</summary>
    [Parameter]
    [GibibytesTransformation]
    public int? Disk { get; set; }

    /// <summary>GPUs of a sandbox.</summary>
    [Parameter]
    [WholeNumberTransformation("GPUs")]
    public int? Gpu { get; set; }

    /// <summary>The type of GPU.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpuType { get; set; }

    /// <summary>The region. By default, that of the connection or of the organization.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SandboxClass { get; set; }

    /// <summary>Returns the snapshot as soon as the service has accepted the request.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The time limit for the creation, without the time in which the image is sent: seconds, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    private protected override void Process()
    {
        CreateSnapshotRequest request = Request();
        // The image has a name in the registry only after the push.
        foreach (SnapshotRequestProblem problem in request.Validate().Where(static it => it.Field != SnapshotRequestField.ImageName))
        {
            if (problem.IsFatal)
            {
                Report(ErrorRecords.For(new InvalidSnapshotRequestException(problem), Name, null));
                return;
            }

            Warn(problem.Message);
        }

        if (FindSource() is { } source && ShouldProcess(Name, DisplayText.Clean($"Publish snapshot from {(Path is null ? "local image " + LocalImage : Path)}")))
        {
            Publish(source, request with { RegionId = request.RegionId ?? ConnectionInUse.Region });
        }
    }

    private LocalImageSource? FindSource()
    {
        if (Path is null)
        {
            if (!string.IsNullOrWhiteSpace(LocalImage)) return LocalImageSource.FromEngine(LocalImage!);
            Report(ErrorId.LocalImageNotFound.With("The name of the local image is empty.", LocalImage));
            return null;
        }

        try
        {
            string path = PowerShellPath.Resolve(SessionState, Path);
            if (File.Exists(path) || Directory.Exists(path)) return LocalImageSource.FromPath(path, LocalImage);
            Report(ErrorId.ImageFileNotFound.With($"'{path}' does not exist. Check -Path.", Path));
        }
        catch (SnapshotErrorException exception)
        {
            Report(ErrorId.ImageFileNotFound.With(exception.Message, Path, exception));
        }

        return null;
    }

    private void Publish(LocalImageSource source, CreateSnapshotRequest request)
    {
        var display = new BuildDisplay(this, Pump, DisplayText.Clean($"Publishing snapshot '{Name}'"));
        var options = new PublishSnapshotOptions
        {
            Platform = Platform,
            Wait = !NoWait,
            Timeout = LimitOf(Timeout),
            OnStateChange = display.ShowState,
            OnProgress = display.ShowPublication,
        };
        try
        {
            SnapshotPublication publication = Await(stopping => Client.Snapshots.PublishAsync(source, request, options, stopping));
            PublishedImage image = publication.Image;
            WriteVerbose(DisplayText.Clean(
                $"Sent {image.LayersPushed} of {image.LayersPushed + image.LayersSkipped + image.LayersMounted} layers ({image.BytesPushed / 1048576.0:0.0} MiB) " +
                $"of '{image.DigestName}'. The temporary copy took {image.TemporaryBytes / 1048576.0:0.0} MiB of disk."));
            WriteObject(publication.Snapshot);
        }
        catch (SnapshotTimeoutException exception)
        {
            string name = ArgumentText.For(Name);
            Report(exception.Accepted
                ? TimeoutErrors.StillRunning(
                    Name, exception, Timeout, $"To keep waiting, run Wait-DaytonaSnapshot {name}. To remove it, run Remove-DaytonaSnapshot {name}.")
                : TimeoutErrors.NotConfirmed(Name, exception, Timeout));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NameTaken)
        {
            Report(SnapshotErrors.NameTaken(exception, Name, "Choose another name"));
        }
        catch (DaytonaException exception)
        {
            Report(ErrorRecords.For(exception, Name, ConnectionInUse.ApiUrl));
        }
        finally
        {
            display.Hide();
        }
    }

    private CreateSnapshotRequest Request() => new()
    {
        Name = Name,
        Entrypoint = Entrypoint,
        Cpu = Cpu,
        Memory = Memory,
        Disk = Disk,
        Gpu = Gpu,
        GpuType = GpuType,
        RegionId = Region,
        SandboxClass = SandboxClass,
    };
}

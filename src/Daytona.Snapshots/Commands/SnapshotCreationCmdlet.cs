using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>What the creation and the update of a snapshot share: what it is made from, and how it is waited for.</summary>
public abstract class SnapshotCreationCmdlet : DaytonaCmdlet
{
    private protected const string FromImage = "Image";
    private protected const string FromDefinition = "Definition";
    private protected const string FromDockerfile = "Dockerfile";

    private protected SnapshotCreationCmdlet()
    {
    }

    /// <summary>The image, with a tag other than latest, or a digest.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FromImage)]
    [Alias("ImageName")]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>The definition of an image, as New-DaytonaImage and Add-DaytonaImageStep emit it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromDefinition)]
    public ImageDefinition? Definition { get; set; }

    /// <summary>The path of a Dockerfile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string Dockerfile { get; set; } = "";

    /// <summary>The folder that COPY and ADD are relative to; the Dockerfile's own where it is left out.</summary>
    [Parameter(ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The command that a sandbox runs, a word each. What the image or the Dockerfile says where it is left out.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string[]? Entrypoint { get; set; }

    /// <summary>CPU cores of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("CPU cores")]
    public int Cpu { get; set; }

    /// <summary>Memory of a sandbox in whole GiB; 4GB means 4.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public int Memory { get; set; }

    /// <summary>Disk of a sandbox in whole GiB; 8GB means 8.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public int Disk { get; set; }

    /// <summary>GPUs of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("GPUs")]
    public int Gpu { get; set; }

    /// <summary>The type of GPU.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpuType { get; set; }

    /// <summary>The region; the connection's, else the organization's, where it is left out.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SandboxClass { get; set; }

    /// <summary>How long to wait until it is active: seconds, a TimeSpan or hh:mm:ss; 0 for ever.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>What happens, for Progress.</summary>
    private protected abstract string Activity { get; }

    /// <summary>What it is made from, for ShouldProcess.</summary>
    private protected string Origin => ParameterSetName switch
    {
        FromImage => $"image {Image}",
        FromDockerfile => $"Dockerfile {Dockerfile}",
        _ => "an image definition",
    };

    /// <summary>The time that the creation has. Sending a context is not waiting: it begins with the request.</summary>
    private protected Deadline StartDeadline() => new(LimitOf(Timeout));

    /// <summary>
    /// The image that is to be built, with the entrypoint as its last instruction; null where one of a registry is taken.
    /// </summary>
    /// <exception cref="DockerfileException">The Dockerfile or the context is not there.</exception>
    private protected ImageDefinition? FindDefinition(string[]? entrypoint)
    {
        ImageDefinition? definition = ParameterSetName switch
        {
            FromDefinition => Definition,
            FromDockerfile => ReadDockerfile(),
            _ => null,
        };
        return definition is null || entrypoint is null ? definition : definition.Entrypoint(entrypoint);
    }

    /// <summary>The request for a snapshot of this name, with everything it needs uploaded.</summary>
    private protected async Task<CreateSnapshotRequest> PrepareAsync(
        CreateSnapshotRequest request, ImageDefinition? definition, CancellationToken stopping)
    {
        if (definition is null) return request;

        request = request with { DockerfileContent = definition.Dockerfile };
        Client.EnsureFits(request with { ContextHashes = [.. definition.Contexts.Select(static _ => new string('0', 64))] });
        return request with { ContextHashes = await Client.UploadContextsAsync(definition, ShowUpload, stopping) };
    }

    /// <summary>The request as the parameters say it, without what is to be built.</summary>
    private protected CreateSnapshotRequest RequestFor(string name) => new()
    {
        Name = name,
        ImageName = ParameterSetName == FromImage ? Image : null,
        Entrypoint = ParameterSetName == FromImage ? Entrypoint : null,
        Cpu = Given(nameof(Cpu), Cpu),
        Memory = Given(nameof(Memory), Memory),
        Disk = Given(nameof(Disk), Disk),
        Gpu = Given(nameof(Gpu), Gpu),
        GpuType = GpuType,
        RegionId = Region ?? ConnectionInUse.Region,
        SandboxClass = SandboxClass,
    };

    /// <summary>Waits until a snapshot has been made or has failed, showing its states and the log of its build.</summary>
    private protected async Task<CreationOutcome> WaitForCreationAsync(
        Snapshot snapshot, ISnapshotListener? listener, Deadline deadline, CancellationToken stopping)
    {
        Task<Snapshot?> wait = Client.WaitForSnapshotAsync(
            snapshot.Id,
            new SnapshotWaitOptions
            {
                Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
                Timeout = deadline.Left,
                OnChange = now => ShowState(now, Activity),
                Known = snapshot,
                Listener = listener,
            },
            stopping);

        // What a cache made active at once has no log, and an image that is only pulled has none either.
        bool isBuilt = snapshot.BuildInfo is not null && !SnapshotState.IsFinal(snapshot.State);
        BuildFailure? failure = isBuilt ? await ShowLogAsync(snapshot.Id, wait, stopping) : null;
        Snapshot? last = await wait;
        return new CreationOutcome(snapshot.Name, last, last?.State == SnapshotState.Active ? null : failure);
    }

    private Task<BuildFailure?> ShowLogAsync(string id, Task<Snapshot?> ended, CancellationToken stopping)
    {
        (int?, string?) shown = default;
        return Client.ReadBuildLogAsync(id, new BuildLogOptions { OnLine = Show, Ended = ended }, stopping);

        void Show(BuildLogLine line)
        {
            Pump.Post(() => WriteVerbose(line.Text));
            if (line.Step is null || shown == (line.Step, line.Instruction)) return;

            shown = (line.Step, line.Instruction);
            ShowStep(line);
        }
    }

    // What is under way is not done yet.
    private void ShowStep(BuildLogLine line) => Pump.Post(() => WriteProgress(
        new ProgressRecord(0, Activity, $"building, step {line.Step} of {line.Steps}")
        {
            CurrentOperation = line.Instruction,
            PercentComplete = line.Steps > 0 ? Math.Min(100, (line.Step!.Value - 1) * 100 / line.Steps.Value) : -1,
        }));

    private ImageDefinition ReadDockerfile()
    {
        try
        {
            string path = PowerShellPath.Resolve(SessionState, Dockerfile);
            string? context = Context is null ? null : PowerShellPath.Resolve(SessionState, Context);
            return ImageDefinition.FromDockerfile(path, SessionState.Path.CurrentFileSystemLocation.ProviderPath, context);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or SnapshotErrorException)
        {
            throw new DockerfileException(SnapshotError.MessageOf(exception), exception);
        }
    }

    // Known to the hundredth, Progress need not be told more often.
    private void ShowUpload(UploadProgress progress)
    {
        int percent = progress.Total == 0 ? 100 : (int)(progress.Done * 100 / progress.Total);
        int step = ((int)progress.Phase * 101) + percent;
        if (Interlocked.Exchange(ref _uploadStep, step) == step) return;

        string what = progress.Phase == UploadPhase.Reading ? "Reading the build context" : "Sending the build context";
        string mebibytes = $"{progress.Done / 1048576.0:0.0} of {progress.Total / 1048576.0:0.0} MiB";
        Pump.Post(() => WriteProgress(new ProgressRecord(0, Activity, $"{what}: {mebibytes}") { PercentComplete = percent }));
    }

    private int _uploadStep = -1;

    private int? Given(string parameter, int value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : null;
}

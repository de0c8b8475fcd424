using System.Diagnostics;
using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// Puts a newly made snapshot in the place of an old one: it is made under a temporary name first, and the old one is
/// touched only when that is active.
/// </summary>
[Cmdlet(VerbsData.Update, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage)]
[OutputType(typeof(Snapshot))]
public sealed class UpdateDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    // What the service itself runs in a build without an ENTRYPOINT. To write it down would make another text, and so
    // another build, of the same.
    private static readonly string[] DefaultEntrypoint = ["sleep", "infinity"];

    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(10);

    private Snapshot? _temporary;

    /// <summary>The name of the snapshot that is there.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    private protected override string Activity => $"Updating snapshot '{Name}'";

    private protected override void Process()
    {
        if (ParameterSetName == FromImage && SnapshotName.FindImageFault(Image) is { } imageFault)
        {
            Report(SnapshotError.Invalid("InvalidImageName", Image, imageFault));
            return;
        }

        try
        {
            Snapshot? old = Await(stopping => Client.FindSnapshotAsync(Name, stopping));
            if (old is null)
            {
                Report(SnapshotError.NothingToUpdate(Name));
            }
            else if (old.General)
            {
                Report(SnapshotError.General(old, "updated"));
            }
            else
            {
                Update(old);
            }
        }
        catch (SnapshotTimeoutException exception)
        {
            Report(SnapshotError.UpdateTimedOut(Name, exception));
        }
        catch (DaytonaException exception)
        {
            Report(SnapshotError.From(exception, Name, ConnectionInUse.ApiUrl));
        }
        finally
        {
            HideState(Activity);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) CleanUp();
    }

    private void Update(Snapshot old)
    {
        string temporaryName = TemporaryNameFor(old.Name);
        // Each step is said; the first one that is declined ends the update before anything has changed.
        if (!ShouldProcess(temporaryName, $"Create snapshot from {Origin}")
            | !ShouldProcess(old.Name, "Remove snapshot")
            | !ShouldProcess(old.Name, $"Create snapshot from {Origin}, which is built already")
            | !ShouldProcess(temporaryName, "Remove snapshot"))
        {
            return;
        }

        ImageDefinition? definition = FindDefinition(EntrypointFor(old));
        Snapshot? updated = Await(stopping => UpdateAsync(old, temporaryName, definition, stopping));
        CleanUp();
        if (updated is not null) WriteObject(updated);
    }

    private async Task<Snapshot?> UpdateAsync(
        Snapshot old, string temporaryName, ImageDefinition? definition, CancellationToken stopping)
    {
        var clock = Stopwatch.StartNew();
        CreateSnapshotRequest request = await PrepareAsync(AsTheOld(RequestFor(temporaryName), old), definition, stopping);

        using (ISnapshotListener listener = await Client.ListenAsync(temporaryName, stopping))
        {
            _temporary = await Client.CreateSnapshotAsync(request, stopping);
            if (await WaitUntilActiveAsync(_temporary, listener, clock, stopping) is not { } proven) return null;
            _temporary = proven;
        }

        Say($"'{temporaryName}' is active: putting it in the place of '{old.Name}'.");
        return await ReplaceAsync(old, request with { Name = old.Name }, clock, stopping);
    }

    /// <summary>
    /// The steps after which the old snapshot is gone: a failure in them keeps the temporary one, which holds the build,
    /// and says so.
    /// </summary>
    private async Task<Snapshot?> ReplaceAsync(
        Snapshot old, CreateSnapshotRequest request, Stopwatch clock, CancellationToken stopping)
    {
        using ISnapshotListener listener = await Client.ListenAsync(old.Name, stopping);
        Snapshot kept = _temporary!;
        _temporary = null;
        try
        {
            await Client.RemoveSnapshotAsync(old.Id, stopping);
        }
        catch (DaytonaException)
        {
            // Nothing has changed yet.
            _temporary = kept;
            throw;
        }

        try
        {
            await Client.WaitForSnapshotAsync(
                old.Id,
                new SnapshotWaitOptions { Until = static _ => false, Timeout = Left(clock), Known = old, Listener = listener },
                stopping);
            Snapshot created = await Client.CreateSnapshotAsync(request, stopping);
            if (await WaitUntilActiveAsync(created, listener, clock, stopping) is { } active)
            {
                if (active.Ref != kept.Ref) Pump.Post(WarnOfOtherImage);
                _temporary = kept;
                return active;
            }

            Fail(SnapshotError.UpdateHalfDone(Name, kept, cause: null));
        }
        catch (DaytonaException exception)
        {
            Fail(SnapshotError.UpdateHalfDone(Name, kept, exception));
        }

        return null;
    }

    private void WarnOfOtherImage() => WriteWarning(
        $"The {Origin} gave another image when '{Name}' was made than the one that was proven a moment before. Name images by their digest to avoid this.");

    private CreateSnapshotRequest AsTheOld(CreateSnapshotRequest request, Snapshot old) => request with
    {
        Entrypoint = request.Entrypoint ?? (ParameterSetName == FromImage ? old.Entrypoint : null),
        Cpu = request.Cpu ?? old.Cpu,
        Memory = request.Memory ?? old.Memory,
        Disk = request.Disk ?? old.Disk,
        Gpu = request.Gpu ?? (old.Gpu > 0 ? old.Gpu : null),
        GpuType = request.GpuType ?? old.GpuType,
        RegionId = Region ?? old.RegionIds?.FirstOrDefault() ?? request.RegionId,
        SandboxClass = request.SandboxClass ?? old.SandboxClass,
    };

    // A definition that says its own entrypoint has given one.
    private string[]? EntrypointFor(Snapshot old)
    {
        if (Entrypoint is not null || ParameterSetName == FromImage) return Entrypoint;
        bool saysItsOwn = FindDefinition(entrypoint: null)!.Dockerfile.Split('\n')
            .Any(static line => line.TrimStart().StartsWith("ENTRYPOINT", StringComparison.OrdinalIgnoreCase));
        return saysItsOwn || old.Entrypoint is null || old.Entrypoint.SequenceEqual(DefaultEntrypoint) ? null : old.Entrypoint;
    }

    // Beside the original in every list that is sorted by name, and nobody else's.
    private static string TemporaryNameFor(string name)
    {
        string suffix = ".update-" + Guid.NewGuid().ToString("N").Substring(0, 8);
        int digest = name.IndexOf('@');
        return digest < 0 ? name + suffix : name.Insert(digest, suffix);
    }

    /// <summary>
    /// Removes the temporary snapshot, whatever became of it. After Ctrl+C too, for which the time that was left is over:
    /// hence a token of its own.
    /// </summary>
    private void CleanUp()
    {
        if (_temporary is not { } temporary) return;
        _temporary = null;
        using var limit = new CancellationTokenSource(CleanUpTime);
        try
        {
            Task.Run(() => ConnectionInUse.GetClient(null).RemoveSnapshotAsync(temporary.Id, limit.Token), limit.Token)
                .GetAwaiter().GetResult();
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            // Gone already.
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            if (!StopToken.IsCancellationRequested)
            {
                WriteWarning($"The temporary snapshot '{temporary.Name}' could not be removed: {exception.Message} Run Remove-DaytonaSnapshot {temporary.Name}.");
            }
        }
    }
}

using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;
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
    private const int MostLooks = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    // Set from before the request until the temporary snapshot is removed, or must be kept.
    private string? _temporaryName;
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

        string[]? entrypoint = EntrypointFor(old);
        ImageDefinition? definition = FindDefinition(entrypoint);
        Snapshot? updated;
        try
        {
            updated = Await(stopping => UpdateAsync(old, temporaryName, definition, entrypoint, stopping));
        }
        finally
        {
            CleanUp();
        }

        if (updated is not null) WriteObject(updated);
    }

    private async Task<Snapshot?> UpdateAsync(
        Snapshot old, string temporaryName, ImageDefinition? definition, string[]? entrypoint, CancellationToken stopping)
    {
        CreateSnapshotRequest request = await PrepareAsync(AsTheOld(RequestFor(temporaryName), old), definition, stopping);
        Deadline deadline = StartDeadline();
        if (!await ProveAsync(request, deadline, stopping)) return null;

        Say($"'{temporaryName}' is active: putting it in the place of '{old.Name}'.");
        request = request with { Name = old.Name };
        string finish = CreationCommandLine.Write(request, OriginParameters, definition is null ? request.Entrypoint : EntrypointToFinish(entrypoint));
        return await ReplaceAsync(old, request, (finish, definition), deadline, stopping);
    }

    /// <summary>Makes the snapshot under its temporary name: what fails here has changed nothing.</summary>
    private async Task<bool> ProveAsync(CreateSnapshotRequest request, Deadline deadline, CancellationToken stopping)
    {
        using ISnapshotListener listener = await Client.ListenAsync(request.Name, stopping);
        _temporaryName = request.Name;
        try
        {
            _temporary = await deadline.KeepAsync(token => Client.CreateSnapshotAsync(request, token), stopping);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode is >= 400 and < 500)
        {
            // Refused: there is nothing to clean up.
            _temporaryName = null;
            if (!SnapshotError.IsSnapshotQuota(exception)) throw;
            Fail(SnapshotError.NoRoomToUpdate(Name, exception));
            return false;
        }

        CreationOutcome outcome = await WaitForCreationAsync(_temporary, listener, deadline, stopping);
        if (outcome.Active is { } proven)
        {
            _temporary = proven;
            return true;
        }

        Fail(SnapshotError.UpdateFailed(Name, outcome));
        return false;
    }

    /// <summary>
    /// The steps after which the old snapshot is gone: a failure in them keeps the temporary one, which holds the build,
    /// and says so.
    /// </summary>
    private async Task<Snapshot?> ReplaceAsync(
        Snapshot old, CreateSnapshotRequest request, (string Command, ImageDefinition? Definition) finish, Deadline deadline, CancellationToken stopping)
    {
        using ISnapshotListener listener = await Client.ListenAsync(old.Name, stopping);
        Snapshot kept = _temporary!;
        (_temporary, _temporaryName) = (null, null);
        bool isRemoved = false;
        try
        {
            isRemoved = await TryRemoveAsync(old, stopping);
            if (!isRemoved)
            {
                // Nothing has changed yet.
                (_temporary, _temporaryName) = (kept, kept.Name);
                return null;
            }

            await Client.WaitForSnapshotAsync(
                old.Id,
                new SnapshotWaitOptions { Until = static _ => false, Timeout = deadline.Left, Known = old, Listener = listener },
                stopping);
            Snapshot created = await deadline.KeepAsync(token => Client.CreateSnapshotAsync(request, token), stopping);
            CreationOutcome outcome = await WaitForCreationAsync(created, listener, deadline, stopping);
            if (outcome.Active is { } active)
            {
                if (active.Ref != kept.Ref) Pump.Post(WarnOfOtherImage);
                (_temporary, _temporaryName) = (kept, kept.Name);
                return active;
            }

            FailHalfDone(SnapshotError.CreationFailed(outcome).Exception.Message, cause: null);
        }
        catch (DaytonaException exception)
        {
            FailHalfDone(exception.Message, exception);
        }

        return null;

        void FailHalfDone(string reason, Exception? cause) =>
            Fail(SnapshotError.UpdateHalfDone(Name, isRemoved, kept, finish.Command, finish.Definition, reason, cause));
    }

    // The answer to a removal may be lost: only the snapshot itself tells what became of it.
    private async Task<bool> TryRemoveAsync(Snapshot old, CancellationToken stopping)
    {
        try
        {
            await Client.RemoveSnapshotAsync(old.Id, stopping);
            return true;
        }
        catch (DaytonaException exception)
        {
            Snapshot? now = await Client.FindSnapshotByIdAsync(old.Id, stopping);
            if (now is null || now.State == SnapshotState.Removing) return true;

            Fail(SnapshotError.From(exception, Name, ConnectionInUse.ApiUrl));
            return false;
        }
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

    // For a person who finishes what was begun: an image definition has no name, but the error has it.
    private string OriginParameters => ParameterSetName switch
    {
        FromImage => $"-Image {ArgumentText.Quote(Image)}",
        FromDockerfile => $"-Dockerfile {Path(Dockerfile)}" + (Context is null ? "" : $" -Context {Path(Context)}"),
        _ => "-Definition $Error[0].Exception.Definition",
    };

    // The definition in the error has its entrypoint already.
    private string[]? EntrypointToFinish(string[]? entrypoint) => ParameterSetName == FromDockerfile ? entrypoint : null;

    private string Path(string path) => ArgumentText.Quote(PowerShellPath.Resolve(SessionState, path));

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
        if (_temporaryName is not { } name) return;
        Snapshot? temporary = _temporary;
        (_temporary, _temporaryName) = (null, null);
        using var limit = new CancellationTokenSource(CleanUpTime);
        try
        {
            Task.Run(() => RemoveTemporaryAsync(name, temporary, limit.Token), limit.Token).GetAwaiter().GetResult();
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            // Gone already.
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            if (!StopToken.IsCancellationRequested)
            {
                WriteWarning($"The temporary snapshot '{name}' could not be removed: {exception.Message} Run Remove-DaytonaSnapshot {name}.");
            }
        }
    }

    // The answer to its creation may have been lost, and the service may be a moment late: then it is looked for.
    private async Task RemoveTemporaryAsync(string name, Snapshot? temporary, CancellationToken cancellationToken)
    {
        IDaytonaClient client = ConnectionInUse.GetClient(null);
        for (int look = 0; temporary is null && look < MostLooks; look++)
        {
            if (look > 0) await Task.Delay(BetweenLooks, cancellationToken);
            temporary = await client.FindSnapshotAsync(name, cancellationToken);
        }

        if (temporary is not null) await client.RemoveSnapshotAsync(temporary.Id, cancellationToken);
    }
}

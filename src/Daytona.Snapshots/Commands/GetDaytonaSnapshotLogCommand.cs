using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets a snapshot's build log, one string for each line.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaSnapshotLog", HelpUri = HelpPages.Folder + "Get-DaytonaSnapshotLog.md")]
[Alias("gdsnaplog")]
[OutputType(typeof(string))]
public sealed class GetDaytonaSnapshotLogCommand : SnapshotCmdlet
{
    /// <summary>The snapshots: names, IDs, or objects, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names or IDs of snapshots.")]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [SnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    public SnapshotReference[] Name { get; set; } = [];

    /// <summary>Also returns new lines as they are written, until the build has ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private protected override void Process()
    {
        foreach (SnapshotReference reference in Name)
        {
            try
            {
                if (reference.Problem is not null) Report(SnapshotErrors.Unusable(reference));
                else Await(stopping => EmitLogAsync(reference, stopping));
            }
            catch (DaytonaException exception)
            {
                Report(ErrorRecords.For(exception, reference, ConnectionInUse.ApiUrl));
            }
        }
    }

    private async Task EmitLogAsync(SnapshotReference reference, CancellationToken stopping)
    {
        Snapshot? snapshot = await FindAsync(reference, stopping);
        if (snapshot is null)
        {
            PostError(await ExplainMissingAsync(reference, stopping));
        }
        else if (BuildErrors.WhyNoLog(snapshot, Follow) is { } error)
        {
            PostError(error);
        }
        else
        {
            await ReadAsync(snapshot, stopping);
        }
    }

    private async Task ReadAsync(Snapshot snapshot, CancellationToken stopping)
    {
        bool isRunning = Follow && !SnapshotState.IsFinal(snapshot.State);
        Task<Snapshot?>? ended = isRunning ? WaitForEndAsync(snapshot, stopping) : null;
        try
        {
            await Client.Snapshots.ReadBuildLogAsync(
                snapshot.Id,
                new BuildLogOptions { OnLine = line => PostOutput(line.Text), Ended = ended },
                stopping);
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound or ApiErrorReason.NoBuilderYet or ApiErrorReason.NotBuilt)
        {
            PostError(BuildErrors.LogGone(snapshot, exception));
        }
        catch (DaytonaException exception) when (IsOfLogHost(exception))
        {
            PostError(BuildErrors.LogUnreadable(snapshot, exception));
        }

        if (ended is not null) await ended;
    }

    // The API has accepted the same credential a moment before, and has responded as a Daytona API does.
    private static bool IsOfLogHost(DaytonaException exception) => exception is DaytonaConnectionException or DaytonaApiException
    {
        Reason: ApiErrorReason.CredentialRefused or ApiErrorReason.Forbidden or ApiErrorReason.NotDaytona or ApiErrorReason.PermissionMissing
            or ApiErrorReason.OrganizationRefused,
    };

    private Task<Snapshot?> WaitForEndAsync(Snapshot snapshot, CancellationToken stopping) => Client.Snapshots.WaitAsync(
        snapshot.Id,
        new SnapshotWaitOptions
        {
            Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
            OnChange = now => PostVerbose($"'{now.Name}' is {now.State}."),
            Known = snapshot,
        },
        stopping);
}

using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets a snapshot's build log, one string for each line.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaSnapshotLog", HelpUri = HelpFolder + "Get-DaytonaSnapshotLog.md")]
[Alias("gdsnaplog")]
[OutputType(typeof(string))]
public sealed class GetDaytonaSnapshotLogCommand : SnapshotCmdlet
{
    /// <summary>The snapshots: names, IDs, or objects, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names or IDs of snapshots.")]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [ReferenceTransformation(typeof(Snapshot))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public ResourceReference[] Name { get; set; } = [];

    /// <summary>Also returns new lines as they are written, until the build has ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private protected override void Process() => ForEach(Name, reference => Await(stopping => EmitLogAsync(reference, stopping)));

    private async Task EmitLogAsync(ResourceReference reference, CancellationToken stopping)
    {
        Snapshot? snapshot = await FindAsync(reference, stopping);
        if (snapshot is null)
        {
            PostError(await ExplainMissingAsync(reference, stopping));
        }
        else if (FindLogProblem(snapshot) is { } row)
        {
            PostError(row.With(FactsOf(snapshot)));
        }
        else
        {
            await ReadAsync(snapshot, stopping);
        }
    }

    private async Task ReadAsync(Snapshot snapshot, CancellationToken stopping)
    {
        var untilEnd = new SnapshotWaitOptions
        {
            Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
            OnChange = now => PostVerbose($"'{now.Name}' is {now.State}."),
        };
        Task<Snapshot?>? ended = Follow && !SnapshotState.IsFinal(snapshot.State) ? Client.Snapshots.WaitAsync(snapshot, untilEnd, stopping) : null;
        try
        {
            await Client.Snapshots.ReadBuildLogAsync(snapshot, line => PostOutput(line.Text), ended, stopping);
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound or ApiErrorReason.NoBuilderYet or ApiErrorReason.NotBuilt)
        {
            PostError(ErrorTable.LogGone.With(FactsOf(snapshot, exception)));
        }
        catch (DaytonaException exception) when (IsOfLogHost(exception))
        {
            PostError(ErrorTable.LogUnreadable.With(FactsOf(snapshot, exception)));
        }

        if (ended is not null) await ended;
    }

    /// <summary>Why a snapshot has no build log, or none yet; null if it has one.</summary>
    private ErrorRow? FindLogProblem(Snapshot snapshot) => snapshot switch
    {
        { BuildInfo: null } => ErrorTable.NotBuilt,
        { InitialRunnerId: not null } => null,
        _ when SnapshotState.IsFinal(snapshot.State) => ErrorTable.Cached,
        _ => Follow ? null : ErrorTable.NotStarted,
    };

    private static ErrorFacts FactsOf(Snapshot snapshot, Exception? cause = null) => new() { Target = snapshot, Snapshot = snapshot, Cause = cause };

    // The API has accepted the same credential a moment before, and has responded as a Daytona API does.
    private static bool IsOfLogHost(DaytonaException exception) => exception is DaytonaConnectionException or DaytonaApiException
    {
        Reason: ApiErrorReason.CredentialRefused or ApiErrorReason.Forbidden or ApiErrorReason.NotDaytona or ApiErrorReason.PermissionMissing
            or ApiErrorReason.OrganizationRefused,
    };
}

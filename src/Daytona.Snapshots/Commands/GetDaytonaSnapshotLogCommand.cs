using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the log of a snapshot's build, a string a line: as it is now, or as it is written.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaSnapshotLog")]
[OutputType(typeof(string))]
public sealed class GetDaytonaSnapshotLogCommand : DaytonaCmdlet
{
    /// <summary>The snapshots: names, ids, or objects, which are taken by their id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [SnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    public SnapshotReference[] Name { get; set; } = [];

    /// <summary>Goes on with what is written from now on, until the build is over.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private protected override void Process()
    {
        foreach (SnapshotReference reference in Name)
        {
            try
            {
                if (reference.Fault is not null) Report(SnapshotError.Unusable(reference));
                else Await(stopping => EmitLogAsync(reference, stopping));
            }
            catch (DaytonaException exception)
            {
                Report(SnapshotError.From(exception, reference, ConnectionInUse.ApiUrl));
            }
        }
    }

    private async Task<bool> EmitLogAsync(SnapshotReference reference, CancellationToken stopping)
    {
        Snapshot? snapshot = await FindAsync(reference, stopping);
        if (snapshot is null)
        {
            Fail(SnapshotError.NotFound(reference));
        }
        else if (SnapshotError.WhyNoLog(snapshot, Follow) is { } error)
        {
            Fail(error);
        }
        else
        {
            await ReadAsync(snapshot, stopping);
        }

        return true;
    }

    // A name may look like an id, and what was piped in may have changed since: the service is asked what it is now.
    private Task<Snapshot?> FindAsync(SnapshotReference reference, CancellationToken stopping) => reference.Id is { } id
        ? Client.FindSnapshotByIdAsync(id, stopping)
        : Client.FindSnapshotAsync(reference.NameOrId!, stopping);

    private async Task ReadAsync(Snapshot snapshot, CancellationToken stopping)
    {
        bool goesOn = Follow && !SnapshotState.IsFinal(snapshot.State);
        Task<Snapshot?>? ended = goesOn ? WaitForEndAsync(snapshot, stopping) : null;
        try
        {
            await Client.ReadBuildLogAsync(
                snapshot.Id,
                new BuildLogOptions { OnLine = line => Pump.Post(() => WriteObject(line.Text)), Ended = ended },
                stopping);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            Fail(SnapshotError.LogGone(snapshot, exception));
        }

        if (ended is not null) await ended;
    }

    private Task<Snapshot?> WaitForEndAsync(Snapshot snapshot, CancellationToken stopping) => Client.WaitForSnapshotAsync(
        snapshot.Id,
        new SnapshotWaitOptions
        {
            Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
            OnChange = now => Say($"'{now.Name}' is {now.State}."),
            Known = snapshot,
        },
        stopping);
}

using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets snapshots: all that the account sees, or those that are named.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaSnapshot", DefaultParameterSetName = ByName)]
[OutputType(typeof(Snapshot))]
public sealed class GetDaytonaSnapshotCommand : SnapshotCmdlet
{
    private const string ByName = "Name";
    private const string ById = "Id";

    private int _left;

    /// <summary>Names, wildcards or snapshot objects, which are read anew by their id. All snapshots where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ByName)]
    [Alias("InputObject")]
    [SnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    [SupportsWildcards]
    public SnapshotReference[]? Name { get; set; }

    /// <summary>Ids. A snapshot that merely has the text as its name is not found.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only snapshots in one of these states.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SnapshotStateCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? State { get; set; }

    /// <summary>Only snapshots that were captured from this sandbox. Servers before its invention give an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SourceSandboxId { get; set; }

    /// <summary>Only this many: the newest, where all are listed.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    private protected override void Begin() => _left = First > 0 ? First : int.MaxValue;

    private protected override void Process()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in Id) GetOne(SnapshotReference.FromId(id));
        }
        else if (Name is null)
        {
            GetMatches(wildcard: null);
        }
        else
        {
            foreach (SnapshotReference reference in Name)
            {
                if (reference.HasWildcard)
                {
                    GetMatches(reference.NameOrId);
                }
                else
                {
                    GetOne(reference);
                }
            }
        }
    }

    private void GetOne(SnapshotReference reference)
    {
        if (_left == 0) return;
        if (reference.Problem is not null)
        {
            Report(SnapshotErrors.Unusable(reference));
        }
        else if (TryFind(reference) is { } snapshot && IsWanted(snapshot))
        {
            Take(snapshot);
        }
    }

    private void GetMatches(string? wildcard)
    {
        if (_left == 0) return;
        var filter = new SnapshotFilter
        {
            SourceSandboxId = SourceSandboxId,
            First = State is null && First > 0 ? _left : null,
        };
        using var search = new SnapshotSearch(Client, wildcard, filter);
        while (_left > 0 && Await(search.ReadAsync) is { } snapshots)
        {
            foreach (Snapshot snapshot in snapshots)
            {
                if (_left > 0 && IsWanted(snapshot)) Take(snapshot);
            }
        }
    }

    private Snapshot? TryFind(SnapshotReference reference)
    {
        try
        {
            Snapshot? snapshot = Await(stopping => FindAsync(reference, stopping));
            if (snapshot is null) Report(Await(stopping => ExplainMissingAsync(reference, stopping)));
            return snapshot;
        }
        catch (DaytonaException exception)
        {
            Report(ErrorRecords.For(exception, reference, ConnectionInUse.ApiUrl));
            return null;
        }
    }

    private void Take(Snapshot snapshot)
    {
        _left--;
        WriteObject(snapshot);
    }

    // Checked again here: an older server ignores a filter that it does not know, and returns everything.
    private bool IsWanted(Snapshot snapshot)
    {
        if (SourceSandboxId is { } sandbox)
        {
            if (snapshot.SourceSandboxId is null) Report(SnapshotErrors.FilterNotSupported(nameof(SourceSandboxId)));
            if (!string.Equals(snapshot.SourceSandboxId, sandbox, StringComparison.OrdinalIgnoreCase)) return false;
        }

        return State is null || State.Contains(snapshot.State, StringComparer.OrdinalIgnoreCase);
    }
}

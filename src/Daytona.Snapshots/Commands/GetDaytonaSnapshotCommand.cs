using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets all snapshots that the account can see, or the specified ones.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaSnapshot", DefaultParameterSetName = nameof(Name), HelpUri = HelpFolder + "Get-DaytonaSnapshot.md")]
[Alias("gdsnap")]
[OutputType(typeof(Snapshot))]
public sealed class GetDaytonaSnapshotCommand : SnapshotCmdlet
{
    private readonly List<Snapshot> _matches = [];
    private DateTime _now;
    private int _left;

    /// <summary>Names, wildcards or snapshot objects, which are read again by ID. By default, all snapshots.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = nameof(Name))]
    [Alias("InputObject")]
    [ReferenceTransformation(typeof(Snapshot))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public ResourceReference[]? Name { get; set; }

    /// <summary>IDs. A snapshot with this text as its name does not match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Id), HelpMessage = "The IDs of snapshots, which are UUIDs.")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only snapshots in one of these states.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? State { get; set; }

    /// <summary>Only snapshots that were captured from this sandbox. Older servers cause an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SourceSandboxId { get; set; }

    /// <summary>Only snapshots that are older than this: 14d, 12h, 2w, a TimeSpan or a date. Excludes general ones.</summary>
    [Parameter]
    [AgeTransformation]
    public TimeSpan OlderThan { get; set; }

    /// <summary>
    /// Only snapshots that were neither created nor used within this time: 30d, 12h, 2w, a TimeSpan or a date. Excludes general ones.
    /// </summary>
    [Parameter]
    [AgeTransformation]
    public TimeSpan UnusedFor { get; set; }

    /// <summary>
    /// Skips this many of the newest snapshots that match the names and states, regardless of age. Excludes general ones.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int SkipNewest { get; set; }

    /// <summary>The maximum number of snapshots. From a listing, the newest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    // Filters for snapshots to clean up. A general snapshot can't be removed.
    private bool IsForCleanUp => SkipNewest > 0 || OlderThan > TimeSpan.Zero || UnusedFor > TimeSpan.Zero;

    private protected override void Begin()
    {
        _now = DateTime.UtcNow;
        _left = First > 0 ? First : int.MaxValue;
        WarnOfUnknownStates(State);
    }

    private protected override void Process()
    {
        if (ParameterSetName == nameof(Name) && Name is null) GetMatches(wildcard: null);
        else ForEach(Name ?? [.. Id.Select(ResourceReference.FromId)], Get);
    }

    private protected override void End()
    {
        // A snapshot may match several of the names.
        foreach (Snapshot snapshot in _matches.GroupBy(static snapshot => snapshot.Id).Select(static group => group.First())
            .OrderByDescending(static snapshot => snapshot.CreatedAt).Skip(SkipNewest))
        {
            if (_left > 0 && IsOldEnough(snapshot)) Emit(snapshot);
        }
    }

    private void Get(ResourceReference reference)
    {
        if (reference.HasWildcard)
        {
            GetMatches(reference.NameOrId);
        }
        else if (_left > 0)
        {
            Snapshot? snapshot = Await(stopping => FindAsync(reference, stopping));
            if (snapshot is null) Report(Await(stopping => ExplainMissingAsync(reference, stopping)));
            else if (IsWanted(snapshot)) Take(snapshot);
        }
    }

    private void GetMatches(string? wildcard)
    {
        if (_left == 0) return;
        WildcardPattern? pattern = wildcard is null || wildcard.Trim('*').Length == 0 ? null : NamePattern.Find(wildcard);
        var filter = new SnapshotFilter
        {
            NameContains = pattern is null ? null : NamePattern.LongestLiteral(wildcard!),
            SourceSandboxId = SourceSandboxId,
            // The number of matches on a page is not known in advance.
            First = pattern is null && State is null && !IsForCleanUp && First > 0 ? _left : null,
        };
        using SnapshotPager pager = Client.Snapshots.GetPager(filter);
        while (_left > 0 && Await(pager.ReadAsync) is { } snapshots)
        {
            foreach (Snapshot snapshot in snapshots)
            {
                if (_left > 0 && pattern?.IsMatch(snapshot.Name) != false && IsWanted(snapshot)) Take(snapshot);
            }
        }
    }

    private void Take(Snapshot snapshot)
    {
        // The newest are known only at the end.
        if (SkipNewest > 0) _matches.Add(snapshot);
        else if (IsOldEnough(snapshot)) Emit(snapshot);
    }

    private void Emit(Snapshot snapshot)
    {
        _left--;
        WriteObject(snapshot);
    }

    // The service sets the last use when a snapshot becomes active, and often changes the last update.
    private bool IsOldEnough(Snapshot snapshot)
    {
        DateTime created = snapshot.CreatedAt.ToUniversalTime();
        DateTime used = snapshot.LastUsedAt?.ToUniversalTime() is { } lastUse && lastUse > created ? lastUse : created;
        return (OlderThan == TimeSpan.Zero || _now - created > OlderThan) && (UnusedFor == TimeSpan.Zero || _now - used > UnusedFor);
    }

    // What is listed here is often removed.
    private bool IsAgeKnown(Snapshot snapshot)
    {
        if (snapshot.CreatedAt != default && (UnusedFor == TimeSpan.Zero || snapshot.InvalidFields?.Contains("lastUsedAt") is not true)) return true;
        Warn($"'{snapshot.Name}' is left out: the service did not send when it was created or last used.");
        return false;
    }

    // Checked again, because an older server ignores unknown filters and returns all snapshots.
    private bool IsWanted(Snapshot snapshot)
    {
        if (SourceSandboxId is { } sandbox)
        {
            if (snapshot.SourceSandboxId is null) Report(ErrorTable.FilterNotSupported.With(nameof(SourceSandboxId)));
            if (!string.Equals(snapshot.SourceSandboxId, sandbox, StringComparison.OrdinalIgnoreCase)) return false;
        }

        if (IsForCleanUp && (snapshot.General || !IsAgeKnown(snapshot))) return false;
        return State is null || State.Contains(snapshot.State, StringComparer.OrdinalIgnoreCase);
    }
}

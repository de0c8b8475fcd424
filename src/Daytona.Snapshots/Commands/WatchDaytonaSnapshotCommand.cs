using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Returns the state changes of snapshots as they happen, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "DaytonaSnapshot", HelpUri = HelpFolder + "Watch-DaytonaSnapshot.md")]
[OutputType(typeof(SnapshotEvent))]
public sealed class WatchDaytonaSnapshotCommand : SnapshotCmdlet
{
    private readonly List<Func<Snapshot, bool>> _watched = [];

    /// <summary>Names, IDs, wildcards or objects. They need not exist yet. By default, all snapshots.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "InputObject")]
    [ReferenceTransformation(typeof(Snapshot))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public ResourceReference[]? Name { get; set; }

    /// <summary>Only changes to one of these states. A removed snapshot has the state removed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? State { get; set; }

    /// <summary>How long to watch: seconds, 10m, 2h, a TimeSpan or hh:mm:ss. By default, and with 0, until it is stopped.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; }

    private protected override void Begin() => WarnOfUnknownStates(State?.Where(static state => state != SnapshotEvent.Removed));

    private protected override void Process() => ForEach(Name ?? [], reference => _watched.Add(MatchOf(reference)));

    // All piped references are watched together, so the watch starts when the last one is known.
    private protected override void End()
    {
        // No reference is usable.
        if (Name is not null && _watched.Count == 0) return;

        Deadline limit = StartDeadline(Timeout);
        using SnapshotWatch watch = Client.Snapshots.Watch(new SnapshotFilter { NameContains = FindCommonText() });
        while (Await(_ => ReadAsync(watch, limit)) is { } events)
        {
            foreach (SnapshotEvent change in events)
            {
                if (IsWanted(change)) WriteObject(change);
            }
        }
    }

    /// <returns>The next changes; null at the end of the time limit.</returns>
    private static async Task<IReadOnlyList<SnapshotEvent>?> ReadAsync(SnapshotWatch watch, Deadline limit)
    {
        try
        {
            return await limit.RunAsync(watch.ReadAsync);
        }
        // Silence must not pass for an account in which nothing changes.
        catch (SnapshotTimeoutException) when (watch.HasAnswered)
        {
            return null;
        }
    }

    // The service lists less if all that is watched has a text in its name. An ID is not a part of the name.
    private string? FindCommonText() => Name is not [{ Problem: null, NameOrId: { } name } reference] || _watched.Count > 1 ? null
        : reference.HasWildcard ? NamePattern.LongestLiteral(name)
        : reference.Id is null && !Guid.TryParse(name, out _) ? name
        : null;

    private static Func<Snapshot, bool> MatchOf(ResourceReference reference)
    {
        if (reference.NameOrId is { } text && NamePattern.Find(text) is { } pattern) return snapshot => pattern.IsMatch(snapshot.Name);

        string? id = reference.Id ?? reference.NameOrId;
        return snapshot => string.Equals(snapshot.Id, id, StringComparison.OrdinalIgnoreCase)
            || snapshot.Name == reference.NameOrId;
    }

    private bool IsWanted(SnapshotEvent change) =>
        (State is null || State.Contains(change.NewState, StringComparer.OrdinalIgnoreCase))
        && (_watched.Count == 0 || _watched.Exists(matches => matches(change.Snapshot)));
}

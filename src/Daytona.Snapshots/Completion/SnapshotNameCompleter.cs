using System.Globalization;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of the snapshots that the cmdlet can take.</summary>
public sealed class SnapshotNameCompleter : TimeLimitedCompleter
{
    // More than a user would look through.
    private const int Enough = 200;

    private protected override async Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        // Its snapshot does not exist yet.
        if (command == "New-DaytonaSnapshot") return;

        // The service matches the word anywhere in a name, so names that begin with it may be on any page.
        int found = 0;
        using SnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter { NameContains = word });
        while (found < Enough && await pager.ReadAsync(cancellationToken) is { } snapshots)
        {
            foreach (Snapshot snapshot in snapshots.Where(snapshot => Begins(snapshot.Name, word) && Takes(command, snapshot)))
            {
                add(CandidateFor(snapshot));
                found++;
            }
        }
    }

    // By its ID if the name can't be typed.
    private static CompletionCandidate CandidateFor(Snapshot snapshot) => new(
        DisplayText.Clean(snapshot.Name) == snapshot.Name ? snapshot.Name : snapshot.Id,
        snapshot.Name,
        $"{snapshot.Name}: {snapshot.State}, created {snapshot.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}");

    private static bool Takes(string command, Snapshot snapshot) => command switch
    {
        "Enable-DaytonaSnapshot" => !snapshot.General && snapshot.State == SnapshotState.Inactive,
        "Disable-DaytonaSnapshot" => !snapshot.General && snapshot.State != SnapshotState.Inactive,
        "Remove-DaytonaSnapshot" or "Set-DaytonaSnapshot" => !snapshot.General,
        "Get-DaytonaSnapshotLog" => snapshot.BuildInfo is not null,
        _ => true,
    };
}

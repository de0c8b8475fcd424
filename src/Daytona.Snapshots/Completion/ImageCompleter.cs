using System.Globalization;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the images that the account's snapshots were made from, the last used first.</summary>
public sealed class ImageCompleter : TimeLimitedCompleter
{
    // The newest snapshots.
    private const int Enough = 400;

    private protected override bool SortsByText => false;

    private protected override async Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        var snapshots = new List<Snapshot>();
        using (SnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter()))
        {
            while (snapshots.Count < Enough && await pager.ReadAsync(cancellationToken) is { } page)
            {
                snapshots.AddRange(page.Where(snapshot =>
                    !snapshot.General && !SnapshotState.IsFailure(snapshot.State) && Begins(snapshot.ImageName, word)));
            }
        }

        foreach (IGrouping<string, Snapshot> image in snapshots
            .OrderByDescending(static snapshot => snapshot.LastUsedAt ?? snapshot.CreatedAt)
            .GroupBy(static snapshot => snapshot.ImageName!))
        {
            Snapshot last = image.First();
            string time = (last.LastUsedAt ?? last.CreatedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            add(new CompletionCandidate(image.Key, image.Key, $"{image.Key}: last used {time}, by {last.Name}"));
        }
    }
}

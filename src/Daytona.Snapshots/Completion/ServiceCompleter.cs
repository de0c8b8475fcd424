using System.Collections;
using System.Management.Automation.Language;
using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the name of a resource, a region or an image from the service's data, without errors and within a short time limit.</summary>
internal sealed class ServiceCompleter : IArgumentCompleter
{
    private const string ImageParameter = "Image";

    // More than a user would look through.
    private const int MaxNames = 200;

    // Of the newest snapshots.
    private const int MaxImages = 400;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        var found = new List<CompletionResult>();
        try
        {
            Connection? connection = fakeBoundParameters?[nameof(Connection)] is { } given
                ? PipelineValue.Unwrap(given) as Connection
                : CurrentConnection.Get();
            if (connection is null) return [];

            DaytonaClient client = connection.GetClient(null);
            Task.Run(() => client.StartDeadline(Limit, default).RunAsync(limit => FindAsync(client, commandName, parameterName, word, Add, limit))).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // A partial result is better than none. For an exception, PowerShell would offer the names of files.
        }

        return parameterName == ImageParameter ? found : found.OrderBy(static result => result.ListItemText, StringComparer.OrdinalIgnoreCase);

        void Add(string value, string text, string toolTip)
        {
            // A value with characters that do not show can't be typed.
            if ((!Begins(value, word) && !Begins(text, word)) || DisplayText.Clean(value) != value) return;
            found.Add(new CompletionResult(ArgumentText.For(value), DisplayText.Clean(text), CompletionResultType.ParameterValue, DisplayText.Clean(toolTip)));
        }
    }

    /// <summary>Finds the values of a parameter, or of the -Name of a cmdlet, each with its text in the list and its tooltip.</summary>
    private static async Task FindAsync(DaytonaClient client, string command, string parameter, string word, Action<string, string, string> add, CancellationToken cancellationToken)
    {
        switch (parameter == "Name" ? command.Substring(command.IndexOf('-') + 1) : parameter)
        {
            case "Region" or "DaytonaRegion":
                foreach (Region region in await client.Regions.ListAsync(cancellationToken)) add(region.Id, region.Id, region.Name);
                break;
            case "DaytonaOrganization":
                foreach (Organization organization in await client.Account.ListOrganizationsAsync(cancellationToken)) add(organization.Name, organization.Name, organization.Id);
                break;
            case "DaytonaRegistry":
                foreach (IGrouping<string, ContainerRegistry> named in (await client.Registries.ListAsync(cancellationToken)).GroupBy(static registry => registry.Name))
                {
                    // By the IDs of those that share a name.
                    bool isShared = named.Skip(1).Any();
                    foreach (ContainerRegistry it in named) add(isShared ? it.Id : it.Name, isShared ? $"{it.Name} {it.Id}" : it.Name, $"{it.Name}: {it.Url}, user {it.Username}");
                }

                break;
            case ImageParameter:
                await FindImagesAsync(client, word, add, cancellationToken);
                break;
            // The snapshot of a creation does not exist yet.
            case "DaytonaSnapshot" when command == "New-DaytonaSnapshot":
                break;
            default:
                await FindSnapshotsAsync(client, command, word, add, cancellationToken);
                break;
        }
    }

    private static async Task FindSnapshotsAsync(DaytonaClient client, string command, string word, Action<string, string, string> add, CancellationToken cancellationToken)
    {
        // The service matches the word anywhere in a name, so names that begin with it may be on any page.
        int found = 0;
        using SnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter { NameContains = word });
        while (found < MaxNames && await pager.ReadAsync(cancellationToken) is { } snapshots)
        {
            foreach (Snapshot snapshot in snapshots.Where(snapshot => Begins(snapshot.Name, word) && CanProcess(command, snapshot)))
            {
                // By its ID if the name can't be typed.
                string value = DisplayText.Clean(snapshot.Name) == snapshot.Name ? snapshot.Name : snapshot.Id;
                add(value, snapshot.Name, $"{snapshot.Name}: {snapshot.State}, created {ViewText.Time(snapshot.CreatedAt)}");
                found++;
            }
        }
    }

    /// <summary>Finds the images that the account's snapshots were made from, the last used first.</summary>
    private static async Task FindImagesAsync(DaytonaClient client, string word, Action<string, string, string> add, CancellationToken cancellationToken)
    {
        var snapshots = new List<Snapshot>();
        using (SnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter()))
        {
            while (snapshots.Count < MaxImages && await pager.ReadAsync(cancellationToken) is { } page)
            {
                snapshots.AddRange(page.Where(snapshot => !snapshot.General && !SnapshotState.IsFailure(snapshot.State) && Begins(snapshot.ImageName, word)));
            }
        }

        foreach (IGrouping<string, Snapshot> image in snapshots.OrderByDescending(LastUse).GroupBy(static snapshot => snapshot.ImageName!))
        {
            add(image.Key, image.Key, $"{image.Key}: last used {ViewText.Time(LastUse(image.First()))}, by {image.First().Name}");
        }
    }

    private static bool CanProcess(string command, Snapshot snapshot) => command switch
    {
        "Enable-DaytonaSnapshot" => !snapshot.General && snapshot.State == SnapshotState.Inactive,
        "Disable-DaytonaSnapshot" => !snapshot.General && snapshot.State != SnapshotState.Inactive,
        "Remove-DaytonaSnapshot" or "Set-DaytonaSnapshot" => !snapshot.General,
        "Get-DaytonaSnapshotLog" => snapshot.BuildInfo is not null,
        _ => true,
    };

    private static bool Begins(string? text, string word) => text?.Length > 0 && text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static DateTime LastUse(Snapshot snapshot) => snapshot.LastUsedAt ?? snapshot.CreatedAt;
}

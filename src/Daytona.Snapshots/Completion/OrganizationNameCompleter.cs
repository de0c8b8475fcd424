namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of organizations.</summary>
public sealed class OrganizationNameCompleter : TimeLimitedCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> FindAsync(
        IDaytonaClient client, string word, CancellationToken cancellationToken) =>
        (await client.Account.ListOrganizationsAsync(cancellationToken)).Select(static organization => (organization.Name, organization.Id));
}

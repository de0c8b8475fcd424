namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of organizations.</summary>
public sealed class OrganizationNameCompleter : TimeLimitedCompleter
{
    private protected override async Task FindAsync(
        IDaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        foreach (Organization organization in await client.Account.ListOrganizationsAsync(cancellationToken))
        {
            if (Begins(organization.Name, word)) add(new CompletionCandidate(organization.Name, organization.Name, organization.Id));
        }
    }
}

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of organizations.</summary>
public sealed class OrganizationNameCompleter : TimeLimitedCompleter
{
    // The service answers an API key with 401, which counts as a failed login: the client would refuse the key for a while.
    private protected override bool CanAsk(Connection connection) => connection.Credential != CredentialKind.ApiKey;

    private protected override async Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        foreach (Organization organization in await client.Account.ListOrganizationsAsync(cancellationToken))
        {
            if (Begins(organization.Name, word)) add(new CompletionCandidate(organization.Name, organization.Name, organization.Id));
        }
    }
}

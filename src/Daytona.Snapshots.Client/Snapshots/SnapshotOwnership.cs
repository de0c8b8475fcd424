namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Refuses changes to snapshots that the credential's organization does not own, before any request that changes something.</summary>
internal sealed class SnapshotOwnership(ClientSession session, AccountClient account)
{
    /// <exception cref="SnapshotException">The snapshot is general, or belongs to another organization.</exception>
    public async Task<bool> EnsureOwnAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.General)
        {
            throw new SnapshotException(SnapshotFailure.General, snapshot.Name, $"'{snapshot.Name}' is a general snapshot, which can't be changed.")
            {
                Snapshot = snapshot,
            };
        }

        if (snapshot.OrganizationId is not { Length: > 0 } owner || IsKnownAsOwn(snapshot)) return true;
        string? organization = await account.FindOrganizationIdAsync(cancellationToken).ConfigureAwait(false);
        return organization is null || IsSame(organization, owner)
            ? true
            : throw new SnapshotException(
                SnapshotFailure.OtherOrganization,
                snapshot.Name,
                $"'{snapshot.Name}' belongs to organization {owner}, and the credential to organization {organization}.")
            {
                Snapshot = snapshot,
            };
    }

    /// <summary>Whether the snapshot is known to belong to the credential's organization.</summary>
    public bool IsKnownAsOwn(Snapshot snapshot) =>
        session.Organization.Id is { } organization && snapshot.OrganizationId is { } owner && IsSame(organization, owner);

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

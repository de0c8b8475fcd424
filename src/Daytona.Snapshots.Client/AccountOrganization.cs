namespace Daytona.Snapshots.Client;

/// <summary>
/// The credential's organization. An access token comes with it. The service does not report it for an API key, but every
/// snapshot that is not general has it.
/// </summary>
internal sealed class AccountOrganization(string? known)
{
    private volatile string? _id = known;

    /// <summary>The organization's ID; null until a snapshot of it has been read.</summary>
    public string? Id => _id;

    public void Note(Snapshot? snapshot)
    {
        if (_id is null && snapshot is { General: false, OrganizationId: { Length: > 0 } id }) _id = id;
    }
}

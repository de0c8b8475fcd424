namespace Daytona.Local.Control;

/// <summary>A snapshot for the control endpoint.</summary>
internal sealed record SnapshotForm
{
    public required string Name { get; init; }

    public string State { get; init; } = SnapshotStates.Active;

    public string ImageName { get; init; } = "alpine:3.20";

    public string? ErrorReason { get; init; }

    public bool General { get; init; }

    /// <summary>The name or the id of the organization that owns it; null for that of the server's own key.</summary>
    public string? Organization { get; init; }

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public void AddTo(LocalServer server)
    {
        LocalOrganization organization = server.GetOrganization(Organization);
        LocalSnapshot? known = Organization is null ? server.Find(Name) : server.Find(Name, organization);
        if (known is not null)
        {
            server.Change(known, it => (it.State, it.ErrorReason) = (State, ErrorReason));
            return;
        }

        server.AddSnapshot(Name, State, it =>
        {
            it.OrganizationId = organization.Id;
            (it.ImageName, it.General, it.ErrorReason) = (ImageName, General, ErrorReason ?? it.ErrorReason);
        });
    }
}

namespace Daytona.Local;

public sealed partial class LocalServer
{
    /// <summary>An API key with all permissions, of the default organization.</summary>
    public string ApiKey { get; }

    /// <summary>The organization of <see cref="ApiKey"/>.</summary>
    public LocalOrganization DefaultOrganization { get; }

    /// <summary>The user of <see cref="ApiKey"/>.</summary>
    public LocalUser DefaultUser { get; }

    /// <summary>The regions: at the start <c>us</c>, with a runner for containers.</summary>
    public CopyOnWriteList<LocalRegion> Regions { get; } = [];

    /// <summary>Adds an organization of which the default user is a member.</summary>
    public LocalOrganization AddOrganization(string name) => _access.AddOrganization(name, DefaultUser);

    /// <summary>Finds an organization by its ID or its name; null if there is none.</summary>
    public LocalOrganization? FindOrganization(string idOrName) => _access.FindOrganization(idOrName)
        ?? _access.Organizations.FirstOrDefault(organization => organization.Name == idOrName);

    /// <summary>The organization of a name or an id, or the default one if there is neither.</summary>
    internal LocalOrganization GetOrganization(string? idOrName) => idOrName is null
        ? DefaultOrganization
        : FindOrganization(idOrName) ?? throw new ArgumentException($"Organization '{idOrName}' does not exist.");

    /// <summary>Adds an API key to the default organization; without permissions, it only reads.</summary>
    public LocalApiKey AddApiKey(string name, params string[] permissions) => AddApiKey(name, DefaultOrganization, permissions);

    /// <summary>Adds an API key to an organization, with permissions such as <c>write:snapshots</c>.</summary>
    public LocalApiKey AddApiKey(string name, LocalOrganization organization, params string[] permissions) =>
        _access.AddKey(name, null, DefaultUser, organization, permissions);

    /// <summary>Removes an API key. Later requests with it get a 401.</summary>
    public void RemoveApiKey(LocalApiKey key) => _access.Remove(key.Value);

    /// <summary>Adds the key of one of the service's own parts, which the snapshot paths refuse with 403.</summary>
    public void AddSystemKey(string value) => _access.AddSystemKey(value);

    /// <summary>Creates a JWT, which needs the header <c>X-Daytona-Organization-ID</c>, of a user who becomes a member of the organizations.</summary>
    public string AddAccessToken(string userId, params IEnumerable<LocalOrganization> organizations)
    {
        LocalUser user = _access.AddUser(userId);
        foreach (LocalOrganization organization in organizations) user.Organizations.Add(organization);
        return _access.AddToken(user);
    }
}

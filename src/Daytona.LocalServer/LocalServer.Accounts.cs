namespace Daytona.Local;

public sealed partial class LocalServer
{
    /// <summary>An API key with all permissions, of the default organization.</summary>
    public string ApiKey => _key.Value;

    /// <summary>The organization of <see cref="ApiKey"/>.</summary>
    public LocalOrganization DefaultOrganization { get; }

    /// <summary>The user of <see cref="ApiKey"/>.</summary>
    public LocalUser DefaultUser { get; }

    /// <summary>The regions: at the start <c>us</c>, with a runner for containers.</summary>
    public CopyOnWriteList<LocalRegion> Regions => _parts.Regions;

    /// <summary>Adds a user.</summary>
    /// <param name="id">The id.</param>
    /// <param name="organizations">The organizations of the user.</param>
    /// <returns>The user.</returns>
    public LocalUser AddUser(string id, params IEnumerable<LocalOrganization> organizations)
    {
        ArgumentNullException.ThrowIfNull(organizations);
        LocalUser user = _parts.Access.AddUser(id, $"{id}@example.com");
        lock (user.Organizations)
        {
            foreach (LocalOrganization organization in organizations) user.Organizations.Add(organization);
        }

        return user;
    }

    /// <summary>Adds an organization of which the default user is a member.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The organization.</returns>
    public LocalOrganization AddOrganization(string name) => _parts.Access.AddOrganization(name, DefaultUser);

    /// <summary>Finds an organization.</summary>
    /// <param name="idOrName">Its id or its name.</param>
    /// <returns>The organization, or null.</returns>
    public LocalOrganization? FindOrganization(string idOrName) => _parts.Access.FindOrganization(idOrName)
        ?? _parts.Access.Organizations.FirstOrDefault(organization => organization.Name == idOrName);

    /// <summary>The organization of a name or an id, or the default one if there is neither.</summary>
    internal LocalOrganization GetOrganization(string? idOrName) => idOrName is null
        ? DefaultOrganization
        : FindOrganization(idOrName) ?? throw new ArgumentException($"Organization '{idOrName}' does not exist.");

    /// <summary>Adds an API key to the default organization.</summary>
    /// <param name="name">The name.</param>
    /// <param name="permissions">The permissions, such as <c>write:snapshots</c>; none for a read-only key.</param>
    /// <returns>The key; clients send its <see cref="LocalApiKey.Value"/>.</returns>
    public LocalApiKey AddApiKey(string name, params string[] permissions) =>
        _parts.Access.AddKey(name, null, DefaultUser, DefaultOrganization, permissions);

    /// <summary>Adds an API key to an organization.</summary>
    /// <param name="name">The name.</param>
    /// <param name="organization">The organization it acts for.</param>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The key.</returns>
    public LocalApiKey AddApiKey(string name, LocalOrganization organization, params string[] permissions) =>
        _parts.Access.AddKey(name, null, DefaultUser, organization, permissions);

    /// <summary>Removes an API key. Later requests with it get a 401.</summary>
    /// <param name="key">The key.</param>
    public void RemoveApiKey(LocalApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _parts.Access.RemoveKey(key.Value);
    }

    /// <summary>Adds the key of one of the service's own parts, which the snapshot paths refuse with 403.</summary>
    /// <param name="value">The key.</param>
    public void AddSystemKey(string value) => _parts.Access.AddSystemKey(value);

    /// <summary>Creates a token in the form of a JWT. Its user is added if necessary.</summary>
    /// <param name="userId">The ID of the owner.</param>
    /// <param name="organizations">Organizations that the user becomes a member of.</param>
    /// <returns>The token. It needs the header <c>X-Daytona-Organization-ID</c>.</returns>
    public string AddAccessToken(string userId, params IEnumerable<LocalOrganization> organizations) =>
        _parts.Access.AddToken(AddUser(userId, organizations));
}

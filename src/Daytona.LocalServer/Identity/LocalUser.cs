namespace Daytona.Local.Identity;

/// <summary>A user, who is a member of organizations.</summary>
public sealed class LocalUser
{
    internal LocalUser(string id, string email) => (Id, Email) = (id, email);

    /// <summary>The id, as the identity provider names it.</summary>
    public string Id { get; }

    /// <summary>The address.</summary>
    public string Email { get; }

    /// <summary>The organizations the user is a member of.</summary>
    public IList<LocalOrganization> Organizations { get; } = [];
}

/// <summary>An API key: it belongs to one user and one organization and may do what its permissions say.</summary>
public sealed class LocalApiKey
{
    internal LocalApiKey(string name, string value, LocalUser user, LocalOrganization organization, DateTimeOffset createdAt) =>
        (Name, Value, User, Organization, CreatedAt) = (name, value, user, organization, createdAt);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The key itself, <c>dtn_…</c>.</summary>
    public string Value { get; }

    /// <summary>The owner.</summary>
    public LocalUser User { get; }

    /// <summary>The organization it acts for, regardless of the organization header.</summary>
    public LocalOrganization Organization { get; }

    /// <summary>The permissions, such as <c>write:snapshots</c>.</summary>
    public IReadOnlyList<string> Permissions { get; set; } = [];

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset? LastUsedAt { get; internal set; }
}

/// <summary>The authenticated sender of a request.</summary>
/// <param name="User">The user; null for one of the service's own parts, which the snapshot paths refuse.</param>
/// <param name="Key">The API key, or null for a token.</param>
/// <param name="Organization">The organization it acts for; null if a token came without one.</param>
internal sealed record Caller(LocalUser? User, LocalApiKey? Key, LocalOrganization? Organization)
{
    /// <summary>Whether the caller has one of the permissions. A member with a token has them all.</summary>
    public bool HasAny(string[] permissions) => Key is null || permissions.Length == 0 || permissions.Any(Key.Permissions.Contains);
}

namespace Daytona.Local.Identity;

/// <summary>A user, who is a member of organizations.</summary>
/// <param name="Id">The id, as the identity provider names it.</param>
public sealed record LocalUser(string Id)
{
    /// <summary>The organizations the user is a member of.</summary>
    public CopyOnWriteList<LocalOrganization> Organizations { get; } = [];
}

/// <summary>An API key: it belongs to one user and one organization and may do what its permissions say.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The key itself, <c>dtn_…</c>.</param>
/// <param name="User">The owner.</param>
/// <param name="Organization">The organization it acts for, regardless of the organization header.</param>
/// <param name="Permissions">The permissions, such as <c>write:snapshots</c>.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record LocalApiKey(
    string Name, string Value, LocalUser User, LocalOrganization Organization, IReadOnlyList<string> Permissions, DateTimeOffset CreatedAt)
{
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
    /// <summary>One of the service's own parts.</summary>
    public static readonly Caller Service = new(null, null, null);

    /// <summary>Whether the caller has one of the permissions. A member with a token has them all.</summary>
    public bool HasAny(string[] permissions) => Key is null || permissions.Length == 0 || permissions.Any(Key.Permissions.Contains);
}

namespace Daytona.Local.Identity;

/// <summary>An API key: it belongs to one user and one organization and may do what its permissions say.</summary>
public sealed class LocalApiKey
{
    internal LocalApiKey(
        string name, string value, LocalUser user, LocalOrganization organization, DateTimeOffset createdAt)
    {
        Name = name;
        Value = value;
        User = user;
        Organization = organization;
        CreatedAt = createdAt;
    }

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

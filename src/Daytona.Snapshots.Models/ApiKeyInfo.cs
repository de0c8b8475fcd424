namespace Daytona.Snapshots;

/// <summary>The API key in use, as the service describes it.</summary>
public sealed class ApiKeyInfo
{
    /// <summary>The name of the key.</summary>
    public required string Name { get; init; }

    /// <summary>The key with its middle replaced by asterisks, as the service shows it.</summary>
    public string? Value { get; init; }

    /// <summary>The permissions of the key, such as <c>write:snapshots</c> and <c>delete:snapshots</c>.</summary>
    public string[] Permissions { get; init; } = [];

    /// <summary>When it was created, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last used, in local time, or null if never.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>When it expires, in local time, or null if never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The user who created it.</summary>
    public string? UserId { get; init; }
}

/// <summary>The kind of a connection's credential.</summary>
public enum CredentialKind
{
    /// <summary>An API key, which belongs to one organization.</summary>
    ApiKey,

    /// <summary>An access token (JWT) of a user, who may belong to several organizations.</summary>
    AccessToken,
}

namespace Daytona.Snapshots;

/// <summary>What the service says of the API key in use.</summary>
public sealed class ApiKeyInfo
{
    /// <summary>The name that its owner gave it.</summary>
    public required string Name { get; init; }

    /// <summary>The key with its middle replaced by asterisks, as the service shows it.</summary>
    public string? Value { get; init; }

    /// <summary>What it may do, as <c>write:snapshots</c> and <c>delete:snapshots</c>.</summary>
    public string[] Permissions { get; init; } = [];

    /// <summary>When it was created, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last used, in local time; null where it was not.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>When it expires, in local time; null where it does not.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The user who created it.</summary>
    public string? UserId { get; init; }
}

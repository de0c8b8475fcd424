namespace Daytona.Snapshots;

/// <summary>A region in which sandboxes run.</summary>
public sealed class Region
{
    /// <summary>The identifier that requests use, such as <c>us</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The kind of region: shared, dedicated or custom; null if the service does not say.</summary>
    public string? RegionType { get; init; }

    /// <summary>The organization that it belongs to, or null if it is shared.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The time of its creation, in local time; null if the service does not say.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>The time of its last change, in local time; null if the service does not say.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

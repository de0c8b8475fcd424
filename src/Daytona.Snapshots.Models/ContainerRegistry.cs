namespace Daytona.Snapshots;

/// <summary>A container registry that the organization has configured, from which snapshots of private images are pulled.</summary>
public sealed class ContainerRegistry
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name. Several registries can have the same.</summary>
    public string Name { get; init; } = "";

    /// <summary>The URL, such as <c>https://registry.example.com</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>The user name. The service never returns the password.</summary>
    public string Username { get; init; } = "";

    /// <summary>The project in the registry, or null if none is set.</summary>
    public string? Project { get; init; }

    /// <summary>The kind of registry: organization for those that were added, otherwise internal, transient or backup.</summary>
    public string? RegistryType { get; init; }

    /// <summary>The time of its creation, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The time of its last change, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

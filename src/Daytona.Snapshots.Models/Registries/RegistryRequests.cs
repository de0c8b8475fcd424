namespace Daytona.Snapshots.Registries;

/// <summary>A container registry to add.</summary>
public sealed record CreateRegistryRequest
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The URL, such as <c>https://registry.example.com</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The password or token.</summary>
    public required Secret Password { get; init; }

    /// <summary>The project in the registry; null for none.</summary>
    public string? Project { get; init; }
}

/// <summary>A change of a container registry. A property that is null keeps its value.</summary>
public sealed record UpdateRegistryRequest
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The URL.</summary>
    public string? Url { get; init; }

    /// <summary>The user name.</summary>
    public string? Username { get; init; }

    /// <summary>The password or token. It is required because nobody knows whether the service keeps a password that is not sent.</summary>
    public required Secret Password { get; init; }

    /// <summary>The project in the registry; empty for none.</summary>
    public string? Project { get; init; }
}

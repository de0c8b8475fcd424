namespace Daytona.Snapshots.Client.Oci;

/// <summary>The registry to which images of an organization can be pushed, and temporary credentials for it.</summary>
internal sealed record RegistryPushAccess
{
    /// <summary>
    /// The registry, such as <c>registry.example.com:5000</c>. Without a scheme, it is reached over https; over plain http
    /// only if it is on this machine.
    /// </summary>
    public required string RegistryUrl { get; init; }

    /// <summary>The project that the repositories are in; null or empty for none.</summary>
    public string? Project { get; init; }

    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The password.</summary>
    public required Secret Secret { get; init; }
}

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The service's response to a request for push access.</summary>
internal sealed class PushAccessResponse
{
    public required string Username { get; init; }

    public required string Secret { get; init; }

    public required string RegistryUrl { get; init; }

    public string? RegistryId { get; init; }

    public string? Project { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <exception cref="UnexpectedResponseException">The project can't be part of a repository's name.</exception>
    public RegistryPushAccess ToPushAccess() => new()
    {
        RegistryUrl = RegistryUrl,
        Project = string.IsNullOrEmpty(Project) || RegistryAddress.IsRepository(Project!.Trim('/'))
            ? Project
            : throw new UnexpectedResponseException("project", "is not the name of a project"),
        Username = Username,
        Secret = new Secret(Secret),
        RegistryId = RegistryId,
        ExpiresAt = ExpiresAt?.ToUniversalTime(),
    };
}

namespace Daytona.Snapshots;

/// <summary>The kind of a connection's credential.</summary>
public enum CredentialKind
{
    /// <summary>An API key, which belongs to one organization.</summary>
    ApiKey,

    /// <summary>An access token (JWT) of a user, who may belong to several organizations.</summary>
    AccessToken,
}

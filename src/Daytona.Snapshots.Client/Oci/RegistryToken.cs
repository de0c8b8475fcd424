using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The response of a registry's token service.</summary>
internal sealed class RegistryToken
{
    public string? Token { get; init; }

    /// <summary>The token's other name, which some services use.</summary>
    [JsonProperty("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds; null stands for 60.</summary>
    [JsonProperty("expires_in")]
    public int? ExpiresIn { get; init; }
}

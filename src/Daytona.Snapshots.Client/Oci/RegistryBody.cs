using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// The body of a request that adds or changes a registry. Null fields are omitted, and the service clears them.
/// </summary>
internal sealed record RegistryBody(string Name, string Url, string Username, string Password, string? Project)
{
    /// <summary>The project; null for none.</summary>
    public string? Project { get; init; } = string.IsNullOrEmpty(Project) ? null : Project;

    /// <summary>Other fields; null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JToken>? Other { get; init; }

    /// <summary>The name, without the password.</summary>
    public override string ToString() => Name;
}

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A registry with all its fields, because a change replaces all of them.</summary>
internal sealed class RegistryFields
{
    // The service sets these, and stores any field of a request.
    private static readonly string[] ReadOnly = ["id", "organizationId", "registryType", "createdAt", "updatedAt"];

    public string Name { get; init; } = "";

    public string Url { get; init; } = "";

    public string Username { get; init; } = "";

    public string? Project { get; init; }

    /// <summary>The fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JToken> Other { get; init; } = new Dictionary<string, JToken>();

    /// <summary>The fields that a change must repeat to keep them, such as <c>mtlsRoleArn</c>; null if there are none.</summary>
    public Dictionary<string, JToken>? FindOther() =>
        Other.Where(static field => !ReadOnly.Contains(field.Key) && field.Value.Type != JTokenType.Null).ToDictionary(static field => field.Key, static field => field.Value)
            is { Count: > 0 } other ? other : null;
}

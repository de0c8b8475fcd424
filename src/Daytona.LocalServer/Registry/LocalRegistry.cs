using System.Text.Json.Serialization;

namespace Daytona.Local.Registry;

/// <summary>A private registry that an organization has configured, so that the service can pull from it.</summary>
public sealed class LocalRegistry
{
    internal LocalRegistry(string organizationId, DateTimeOffset createdAt) =>
        (OrganizationId, CreatedAt, UpdatedAt) = (organizationId, createdAt, createdAt);

    /// <summary>The id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The id of the organization that owns it.</summary>
    [JsonIgnore]
    public string OrganizationId { get; }

    /// <summary>The name, which need not be unique.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The address.</summary>
    public string Url { get; internal set; } = "";

    /// <summary>The user name.</summary>
    [JsonPropertyName("username")]
    public string UserName { get; internal set; } = "";

    /// <summary>The password, which no response ever contains.</summary>
    [JsonIgnore]
    public string Password { get; internal set; } = "";

    /// <summary>The project, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Project { get; internal set; }

    /// <summary>Always <c>organization</c>: one of the organization's own.</summary>
    public string RegistryType { get; } = "organization";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }
}

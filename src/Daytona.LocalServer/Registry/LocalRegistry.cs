namespace Daytona.Local.Registry;

/// <summary>A private registry that an organization has configured, so that the service can pull from it.</summary>
public sealed class LocalRegistry
{
    internal LocalRegistry(string organizationId, DateTimeOffset createdAt)
    {
        OrganizationId = organizationId;
        CreatedAt = UpdatedAt = createdAt;
    }

    /// <summary>The id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; }

    /// <summary>The name, which need not be unique.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The address.</summary>
    public string Url { get; internal set; } = "";

    /// <summary>The user name.</summary>
    public string UserName { get; internal set; } = "";

    /// <summary>The password, which no response ever contains.</summary>
    public string Password { get; internal set; } = "";

    /// <summary>The project, or null.</summary>
    public string? Project { get; internal set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }
}

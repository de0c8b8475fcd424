namespace Daytona.Local.Identity;

/// <summary>A user, who is a member of organizations.</summary>
public sealed class LocalUser
{
    internal LocalUser(string id, string email)
    {
        Id = id;
        Email = email;
    }

    /// <summary>The id, as the identity provider names it.</summary>
    public string Id { get; }

    /// <summary>The address.</summary>
    public string Email { get; }

    /// <summary>The organizations the user is a member of.</summary>
    public IList<LocalOrganization> Organizations { get; } = [];
}

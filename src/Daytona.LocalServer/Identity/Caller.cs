namespace Daytona.Local.Identity;

/// <summary>The authenticated sender of a request.</summary>
/// <param name="User">The user; null for one of the service's own parts, which the snapshot paths refuse.</param>
/// <param name="Key">The API key, or null for a token.</param>
/// <param name="Organization">The organization it acts for; null if a token came without one.</param>
internal sealed record Caller(LocalUser? User, LocalApiKey? Key, LocalOrganization? Organization)
{
    /// <summary>Whether the caller has one of the permissions. A member with a token has them all.</summary>
    public bool HasAny(params ReadOnlySpan<string> permissions)
    {
        if (Key is null || permissions.IsEmpty) return true;
        foreach (string permission in permissions)
        {
            if (Key.Permissions.Contains(permission)) return true;
        }

        return false;
    }
}

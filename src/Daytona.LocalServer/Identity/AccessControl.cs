using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Identity;

/// <summary>The users, the organizations, and the callers of whom keys and tokens are.</summary>
internal sealed class AccessControl(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LocalOrganization> _organizations = new();
    private readonly ConcurrentDictionary<string, LocalUser> _users = new();
    private readonly ConcurrentDictionary<string, Caller> _callers = new();

    public IEnumerable<LocalOrganization> Organizations => _organizations.Values;

    public LocalOrganization? FindOrganization(string id) => _organizations.GetValueOrDefault(id);

    public LocalOrganization AddOrganization(string name, LocalUser creator, string? id = null)
    {
        var organization = new LocalOrganization(id ?? Guid.NewGuid().ToString(), name, creator.Id, time.GetUtcNow());
        _organizations[organization.Id] = organization;
        return creator.Organizations.Add(organization);
    }

    public LocalUser AddUser(string id) => _users.GetOrAdd(id, new LocalUser(id));

    public LocalApiKey AddKey(
        string name, string? value, LocalUser user, LocalOrganization organization, IReadOnlyList<string> permissions)
    {
        value ??= "dtn_" + RandomNumberGenerator.GetHexString(64, lowercase: true);
        var key = new LocalApiKey(name, value, user, organization, permissions, time.GetUtcNow());
        _callers[value] = new Caller(user, key, organization);
        return key;
    }

    public void Remove(string credential) => _callers.TryRemove(credential, out _);

    public void AddSystemKey(string value) => _callers[value] = Caller.Service;

    /// <summary>Makes a token in the shape of a JWT. Nothing checks its signature: it counts because it is known here.</summary>
    public string AddToken(LocalUser user)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(
            new { iss = "http://localhost/local-server", sub = user.Id, email = $"{user.Id}@example.com", iat = now, exp = now + 86_400 });
        byte[][] parts = ["""{"alg":"RS256","typ":"JWT","kid":"local"}"""u8.ToArray(), payload, RandomNumberGenerator.GetBytes(64)];
        string token = string.Join('.', parts.Select(WebEncoders.Base64UrlEncode));
        _callers[token] = new Caller(user, null, null);
        return token;
    }

    /// <summary>Finds the sender of a request; null if its credentials are missing or wrong.</summary>
    public Caller? Authenticate(ApiCall call, Access path = Access.Organization) =>
        call.Token is { } token ? Authenticate(token, call.OrganizationHeader, path) : null;

    /// <summary>Finds the owner of a token.</summary>
    /// <param name="token">An API key or a token.</param>
    /// <param name="organizationId">The organization header, which counts only for tokens.</param>
    /// <param name="path">The credentials that the path accepts: some accept only keys, some only tokens.</param>
    public Caller? Authenticate(string token, string? organizationId, Access path = Access.Organization)
    {
        if (!_callers.TryGetValue(token, out Caller? caller)) return null;
        if (caller.User is { } user && caller.Key is null)
        {
            return path == Access.Key
                ? null
                : caller with { Organization = user.Organizations.FirstOrDefault(organization => organization.Id == organizationId) };
        }

        if (path == Access.Token || caller.Key?.ExpiresAt < time.GetUtcNow()) return null;
        if (caller.Key is not null) caller.Key.LastUsedAt = time.GetUtcNow();
        return caller;
    }
}

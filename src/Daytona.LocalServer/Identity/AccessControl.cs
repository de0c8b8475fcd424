using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Identity;

/// <summary>The users, organizations, keys and tokens, and the owners of tokens.</summary>
internal sealed partial class AccessControl(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LocalOrganization> _organizations = new();
    private readonly ConcurrentDictionary<string, LocalUser> _users = new();
    private readonly ConcurrentDictionary<string, LocalApiKey> _keys = new();
    private readonly ConcurrentDictionary<string, LocalUser> _tokens = new();
    private readonly ConcurrentDictionary<string, byte> _systemKeys = new();

    public IEnumerable<LocalOrganization> Organizations => _organizations.Values;

    public LocalOrganization? FindOrganization(string id) => _organizations.GetValueOrDefault(id);

    public LocalOrganization AddOrganization(string name, LocalUser creator, string? id = null)
    {
        var organization = new LocalOrganization(id ?? Guid.NewGuid().ToString(), name, creator.Id, time.GetUtcNow());
        _organizations[organization.Id] = organization;
        lock (creator.Organizations) creator.Organizations.Add(organization);
        return organization;
    }

    public LocalUser AddUser(string id, string email) => _users.GetOrAdd(id, new LocalUser(id, email));

    public LocalApiKey AddKey(
        string name, string? value, LocalUser user, LocalOrganization organization, IReadOnlyList<string> permissions)
    {
        value ??= "dtn_" + RandomNumberGenerator.GetHexString(64, lowercase: true);
        return _keys[value] = new LocalApiKey(name, value, user, organization, time.GetUtcNow()) { Permissions = permissions };
    }

    public void RemoveKey(string value) => _keys.TryRemove(value, out _);

    public void AddSystemKey(string value) => _systemKeys[value] = 0;

    /// <summary>Makes a token in the shape of a JWT. Nothing checks its signature: it counts because it is known here.</summary>
    public string AddToken(LocalUser user)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(
            new { iss = "http://localhost/local-server", sub = user.Id, email = user.Email, iat = now, exp = now + 86_400 });
        byte[][] parts = ["""{"alg":"RS256","typ":"JWT","kid":"local"}"""u8.ToArray(), payload, RandomNumberGenerator.GetBytes(64)];
        string token = string.Join('.', parts.Select(WebEncoders.Base64UrlEncode));
        _tokens[token] = user;
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
        if (path != Access.Token && _systemKeys.ContainsKey(token)) return new Caller(null, null, null);

        if (JwtShape().IsMatch(token))
        {
            if (path == Access.Key || !_tokens.TryGetValue(token, out LocalUser? user)) return null;

            LocalOrganization? organization = organizationId is null ? null : FindOrganization(organizationId);
            lock (user.Organizations)
            {
                bool isMember = organization is not null && user.Organizations.Contains(organization);
                return new Caller(user, null, isMember ? organization : null);
            }
        }

        if (path == Access.Token || !_keys.TryGetValue(token, out LocalApiKey? key)) return null;
        if (key.ExpiresAt is { } end && end < time.GetUtcNow()) return null;
        key.LastUsedAt = time.GetUtcNow();
        return new Caller(key.User, key, key.Organization);
    }

    [GeneratedRegex(@"^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+$")]
    private static partial Regex JwtShape();
}

using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>An API key for the control endpoint.</summary>
internal sealed record KeyForm
{
    public required string Name { get; init; }

    /// <summary>The permissions, such as <c>write:snapshots</c>; none for a read-only key.</summary>
    public string[] Permissions { get; init; } = [];

    /// <summary>The name or the id of the organization it acts for; null for that of the server's own key.</summary>
    public string? Organization { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <exception cref="ArgumentException">There is no such permission or organization.</exception>
    public void AddTo(LocalServer server, Utf8JsonWriter response)
    {
        if (Permissions.FirstOrDefault(static it => !Identity.Permissions.All.Contains(it)) is { } unknown)
            throw new ArgumentException(
                $"Permission '{unknown}' does not exist. Use one of {string.Join(", ", Identity.Permissions.All)}.");
        LocalApiKey key = server.AddApiKey(Name, server.GetOrganization(Organization), Permissions);
        key.ExpiresAt = ExpiresAt;
        response.WriteString("value"u8, key.Value);
    }
}

using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>An API key as the control endpoint takes it.</summary>
internal sealed record KeyForm
{
    public required string Name { get; init; }

    /// <summary>What it may do, such as <c>write:snapshots</c>; none for a key that may only read.</summary>
    public string[] Permissions { get; init; } = [];

    /// <summary>The name or the id of the organization it acts for; null for that of the server's own key.</summary>
    public string? Organization { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <exception cref="ArgumentException">There is no such permission or organization.</exception>
    public void AddTo(LocalServer server, Utf8JsonWriter response)
    {
        if (Permissions.FirstOrDefault(static it => !Identity.Permissions.All.Contains(it)) is { } unknown)
            throw new ArgumentException(
                $"There is no permission '{unknown}': there are {string.Join(", ", Identity.Permissions.All)}.");
        LocalApiKey key = server.AddApiKey(Name, server.GetOrganization(Organization), Permissions);
        key.ExpiresAt = ExpiresAt;
        response.WriteString("value"u8, key.Value);
    }
}

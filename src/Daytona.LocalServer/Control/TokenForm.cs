using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>An access token of a user for the control endpoint. The user is added if necessary.</summary>
internal sealed record TokenForm
{
    public required string User { get; init; }

    /// <summary>Names or ids of the organizations that the user becomes a member of.</summary>
    public string[] Organizations { get; init; } = [];

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public void AddTo(LocalServer server, Utf8JsonWriter response) =>
        response.WriteString("value"u8, server.AddAccessToken(User, Organizations.Select(server.GetOrganization)));
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Registry;

/// <summary>The body of a creation or change of a private registry, checked as the service checks it.</summary>
internal sealed partial record RegistryRequest(
    string Name, string Url, string UserName, string? Password, string? Project)
{
    /// <exception cref="ServiceException">400, with all problems.</exception>
    public static RegistryRequest Parse(JsonElement body, bool needsPassword)
    {
        var errors = new List<string>();
        string? name = ReadText("name", isRequired: true);
        string? url = Field("url") is { ValueKind: JsonValueKind.String } given ? given.GetString() : null;
        if (url is null || !Address().IsMatch(url)) errors.Add("url must be a URL address");
        string? userName = ReadText("username", isRequired: true);
        string? password = ReadText("password", needsPassword);
        string? project = ReadText("project", isRequired: false);
        if (errors.Count > 0) throw ServiceException.BadRequest(string.Join(", ", errors));
        return new RegistryRequest(name!, url!, userName!, password, project);

        string? ReadText(string field, bool isRequired)
        {
            JsonElement value = Field(field);
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            if (isRequired || value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
                errors.Add($"{field} must be a string");
            return null;
        }

        JsonElement Field(string field) =>
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty(field, out JsonElement value) ? value : default;
    }

    /// <summary>
    /// Sets everything that the body holds. Without a project there is none; without a password the old one stays.
    /// </summary>
    public void ApplyTo(LocalRegistry registry, DateTimeOffset now)
    {
        (registry.Name, registry.Url, registry.UserName, registry.Project) = (Name, Url, UserName, Project);
        registry.Password = Password ?? registry.Password;
        registry.UpdatedAt = now;
    }

    [GeneratedRegex(@"^(https?://)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(/\S*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}

using System.Text.Json;

namespace Daytona.Local.Sandboxes;

/// <summary>The body of a sandbox's creation.</summary>
internal sealed record CreateSandboxRequest
{
    public string? Name { get; private init; }

    public string? Snapshot { get; private init; }

    public string? Target { get; private init; }

    public string? User { get; private init; }

    public IReadOnlyDictionary<string, string> Labels { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    public int? AutoStopInterval { get; private init; }

    public int? AutoArchiveInterval { get; private init; }

    public int? AutoDeleteInterval { get; private init; }

    /// <exception cref="ServiceException">400, with all problems.</exception>
    public static CreateSandboxRequest Parse(JsonElement body)
    {
        var errors = new List<string>();
        var form = new CreateSandboxRequest
        {
            Name = ReadText(body, "name", errors),
            Snapshot = ReadText(body, "snapshot", errors),
            User = ReadText(body, "user", errors),
            Environment = ReadTexts(body, "env", errors),
            Labels = ReadTexts(body, "labels", errors),
            Target = ReadText(body, "target", errors),
            AutoStopInterval = ReadNumber(body, "autoStopInterval", errors),
            AutoArchiveInterval = ReadNumber(body, "autoArchiveInterval", errors),
            AutoDeleteInterval = ReadNumber(body, "autoDeleteInterval", errors),
        };
        return errors.Count == 0 ? form : throw ServiceException.BadRequest(string.Join(", ", errors));
    }

    /// <summary>Reads the labels of a request that replaces them.</summary>
    /// <exception cref="ServiceException">400 if they are missing or no texts.</exception>
    public static IReadOnlyDictionary<string, string> ParseLabels(JsonElement body)
    {
        var errors = new List<string>();
        if (Field(body, "labels").ValueKind != JsonValueKind.Object) errors.Add("labels must be an object");
        IReadOnlyDictionary<string, string> labels = errors.Count == 0
            ? ReadTexts(body, "labels", errors)
            : new Dictionary<string, string>();
        return errors.Count == 0 ? labels : throw ServiceException.BadRequest(string.Join(", ", errors));
    }

    private static string? ReadText(JsonElement body, string name, List<string> errors)
    {
        JsonElement value = Field(body, name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        errors.Add($"{name} must be a string");
        return null;
    }

    private static int? ReadNumber(JsonElement body, string name, List<string> errors)
    {
        JsonElement value = Field(body, name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)) return number;
        errors.Add($"{name} must be a number conforming to the specified constraints");
        return null;
    }

    private static Dictionary<string, string> ReadTexts(JsonElement body, string name, List<string> errors)
    {
        JsonElement value = Field(body, name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject().ToDictionary(static it => it.Name, static it => it.Value.ToString());
        errors.Add($"{name} must be an object");
        return [];
    }

    private static JsonElement Field(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) ? value : default;
}

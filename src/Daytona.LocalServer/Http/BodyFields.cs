using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Http;

/// <summary>The fields of a request's body, validated like the service: in the order of the reads, with all problems.</summary>
internal sealed partial class BodyFields(JsonElement body)
{
    private readonly List<string> _problems = [];

    /// <summary>A field; undefined if there is none.</summary>
    public JsonElement this[string name] =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) ? value : default;

    public bool IsMissing(string name) => this[name].ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public void Refuse(string problem) => _problems.Add(problem);

    public string? Text(string name, bool isRequired = false)
    {
        if (this[name].ValueKind == JsonValueKind.String) return this[name].GetString();
        if (isRequired || !IsMissing(name)) Refuse($"{name} must be a string");
        return null;
    }

    /// <summary>A required text for people, in which markup, addresses and control characters are refused.</summary>
    public string PlainText(string name)
    {
        string? text = this[name].ValueKind == JsonValueKind.String ? this[name].GetString() : null;
        if (!IsMissing(name) && (text is null || UnsafeText().IsMatch(text)))
            Refuse($"{name} must not contain HTML tags, URLs, or control characters");
        return text ?? Text(name, isRequired: true) ?? "";
    }

    /// <summary>A number from 0.</summary>
    public double? Number(string name, double max = double.PositiveInfinity)
    {
        if (IsMissing(name)) return null;
        double? number = this[name].ValueKind == JsonValueKind.Number ? this[name].GetDouble() : null;
        if (double.IsFinite(max) && !(number <= max)) Refuse($"{name} must not be greater than {max}");
        if (!(number >= 0)) Refuse($"{name} must not be less than 0");
        if (number is null || !double.IsFinite(number.Value))
            Refuse($"{name} must be a number conforming to the specified constraints");
        return number;
    }

    public int? Integer(string name)
    {
        if (IsMissing(name)) return null;
        if (this[name].ValueKind == JsonValueKind.Number && this[name].TryGetInt32(out int number)) return number;
        Refuse($"{name} must be a number conforming to the specified constraints");
        return null;
    }

    public bool Flag(string name)
    {
        if (!IsMissing(name) && this[name].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse($"{name} must be a boolean value");
        return this[name].ValueKind == JsonValueKind.True;
    }

    public string? Choice(string name, string[] values)
    {
        if (IsMissing(name)) return null;
        string? value = this[name].ValueKind == JsonValueKind.String ? this[name].GetString() : null;
        if (!values.Contains(value)) Refuse($"{name} must be one of the following values: {string.Join(", ", values)}");
        return value;
    }

    public Dictionary<string, string> Texts(string name)
    {
        if (this[name].ValueKind == JsonValueKind.Object)
            return this[name].EnumerateObject().ToDictionary(static it => it.Name, static it => it.Value.ToString());
        if (!IsMissing(name)) Refuse($"{name} must be an object");
        return [];
    }

    /// <exception cref="ServiceException">400, with all problems.</exception>
    public void ThrowIfInvalid()
    {
        if (_problems.Count > 0) throw ServiceException.BadRequest(string.Join(", ", _problems));
    }

    [GeneratedRegex(
        @"<[a-z/]|(https?|ftps?|sftp|ssh|wss?|file|ldaps?)://|javascript:|data:|mailto:|tel:|www\.|" +
        @"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]",
        RegexOptions.IgnoreCase)]
    private static partial Regex UnsafeText();
}

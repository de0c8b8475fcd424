using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Daytona.Local.Faults;

/// <summary>Changes fields of a JSON text by their path.</summary>
internal static partial class JsonField
{
    /// <summary>Validates a path and a value. Returns the problem, or null if both are valid.</summary>
    public static string? Validate(string? path, string? value)
    {
        if (path is null || !Path().IsMatch(path))
            return "Specify the field, such as totalPages, items[0].cpu or **.state.";
        try
        {
            if (value is not null) JsonNode.Parse(value);
            return null;
        }
        catch (JsonException)
        {
            return $"'{value}' is not JSON.";
        }
    }

    /// <summary>Changes the fields of a path, or removes them if the value is null. Other text is unchanged.</summary>
    public static ReadOnlyMemory<byte> Change(ReadOnlyMemory<byte> body, string path, string? value)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(body.Span);
            Change(root, [.. Step().Matches(path).Select(static step => step.Value.Trim('[', ']'))], value);
            return JsonSerializer.SerializeToUtf8Bytes(root);
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static void Change(JsonNode? node, string[] steps, string? value)
    {
        // Those of before the change: a new value may contain the same field.
        JsonNode?[] children = node switch
        {
            JsonArray array when int.TryParse(steps[0], out int index) => [.. array.Skip(index).Take(1)],
            JsonArray array => steps[0].StartsWith('*') ? [.. array] : [],
            JsonObject parent => [.. parent.Where(it => steps[0].StartsWith('*') || it.Key == steps[0]).Select(static it => it.Value)],
            _ => [],
        };
        if (steps is [var name]) Set(node, name, value);
        else if (steps[0] == "**") Change(node, steps[1..], value);
        foreach (JsonNode? child in steps.Length > 1 ? children : []) Change(child, steps[0] == "**" ? steps : steps[1..], value);
    }

    private static void Set(JsonNode? parent, string name, string? value)
    {
        if (parent is JsonArray array && int.TryParse(name, out int index) && index < array.Count)
        {
            if (value is null) array.RemoveAt(index);
            else array[index] = JsonNode.Parse(value);
        }
        else if (parent is JsonObject item && item.ContainsKey(name))
        {
            if (value is null) item.Remove(name);
            else item[name] = JsonNode.Parse(value);
        }
    }

    [GeneratedRegex(@"^(\*\*|[A-Za-z_]\w*|\[(\d+|\*)\])((\.(\*\*|[A-Za-z_]\w*))|\[(\d+|\*)\])*\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"\*\*|\[\d+\]|\[\*\]|\w+")]
    private static partial Regex Step();
}

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
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return body;
        }

        string[] steps = [.. Step().Matches(path).Select(static step => step.Value.Trim('[', ']'))];
        IEnumerable<JsonNode?> parents = steps[..^1].Aggregate(
            (IEnumerable<JsonNode?>)[root], static (nodes, step) => [.. nodes.SelectMany(node => Select(node, step))]);
        foreach (JsonNode? parent in parents) Set(parent, steps[^1], value);
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static IEnumerable<JsonNode?> Select(JsonNode? node, string step) => (node, step) switch
    {
        (null, _) => [],
        (_, "**") => Children(node).SelectMany(static child => Select(child, "**")).Prepend(node),
        (_, "*") => Children(node),
        (JsonArray array, _) => int.TryParse(step, out int index) && index < array.Count ? [array[index]] : [],
        (JsonObject parent, _) => parent.TryGetPropertyValue(step, out JsonNode? child) ? [child] : [],
        _ => [],
    };

    private static IEnumerable<JsonNode?> Children(JsonNode node) => node switch
    {
        JsonArray array => array,
        JsonObject parent => parent.Select(static property => property.Value),
        _ => [],
    };

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

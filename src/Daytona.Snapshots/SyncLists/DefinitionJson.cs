using System.Text.Json;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.SyncLists;

/// <summary>Reads JSON and keeps its values as they are written. PowerShell would make 3.10 a number, and some texts times.</summary>
internal static class DefinitionJson
{
    /// <exception cref="FormatException">The text is not JSON, or repeats a name.</exception>
    public static object? Read(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return Value(json.RootElement);
        }
        catch (JsonException exception)
        {
            string problem = exception.Message.Split([" LineNumber:"], StringSplitOptions.None)[0];
            throw new FormatException($"line {exception.LineNumber + 1}: {problem}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException($"it has an invalid text: {exception.Message}", exception);
        }
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.Object => Table(value),
        _ => new FileLiteral(value.GetRawText()),
    };

    private static Dictionary<string, object?> Table(JsonElement table)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in table.EnumerateObject())
        {
            if (values.ContainsKey(property.Name)) throw new FormatException($"'{property.Name}' is given more than once in one object.");
            values.Add(property.Name, Value(property.Value));
        }

        return values;
    }
}

using System.Text;
using System.Text.Json;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.SyncLists;

/// <summary>Reads JSON and keeps its values as they are written. PowerShell would make 3.10 a number, and some texts times.</summary>
internal static class DefinitionJson
{
    /// <exception cref="FormatException">The text is not JSON, or repeats a name.</exception>
    public static object? Read(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            json.Read();
            object? value = Value(ref json);
            json.Read();
            return value;
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

    private static object? Value(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.String: return json.GetString();
            case JsonTokenType.StartArray:
                List<object?> items = [];
                while (json.Read() && json.TokenType != JsonTokenType.EndArray) items.Add(Value(ref json));
                return items.ToArray();
            case JsonTokenType.StartObject:
                var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
                while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                {
                    string name = json.GetString()!;
                    if (values.ContainsKey(name)) throw new FormatException($"'{name}' is given more than once in one object.");
                    json.Read();
                    values.Add(name, Value(ref json));
                }

                return values;
            default: return new FileLiteral(Encoding.UTF8.GetString(json.ValueSpan.ToArray()));
        }
    }
}

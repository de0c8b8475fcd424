using System.Text.Json.Nodes;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Json;

/// <summary>Changes recorded JSON: replaces, removes and adds values at any depth, or damages the text.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "\"\"", "\" \"", "\"text\"", "true", "0", "-1", "1.5", "2147483648", "9223372036854775808", "1e400", "1e-400",
        new string('9', 500), "\"/Date(99999999999999999)/\"", "\"\\/Date(-99999999999999999)\\/\"", "\"9999-12-31T23:59:59.9999999Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"yesterday\"", "\"/relative\"", "\"http://\"", "\"ftp://host/\"", "{}", "[]", "[null]", "[[[[]]]]", "{\"id\":null}",
        "\"\\ud800\"", "\"\\u0000\"", new string('[', 200) + new string(']', 200), "\"" + new string('x', 20_000) + "\"",
    ];

    private const string Mark = "\"@here@\"";

    /// <summary>The document with each value in each place, and without each place.</summary>
    public static IEnumerable<string> ReplaceEach(string json)
    {
        foreach (string path in Paths(json))
        {
            yield return Replace(json, path, null);
            string marked = Replace(json, path, Mark);
            foreach (string value in Values) yield return marked.Replace(Mark, value, StringComparison.Ordinal);
        }
    }

    /// <summary>The document with another value in one place; without the member if there is none.</summary>
    public static string Replace(string json, string path, string? value)
    {
        JsonNode root = JsonNode.Parse(json)!;
        JsonNode node = Nodes(root).First(node => node.GetPath() == path);
        if (value is null)
        {
            if (node.Parent is JsonObject parent) parent.Remove(node.GetPropertyName());
            return root.ToJsonString();
        }

        if (ReferenceEquals(node, root)) return value;
        node.ReplaceWith("@here@");
        return root.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }

    private static List<string> Paths(string json) => [.. Nodes(JsonNode.Parse(json)!).Select(static node => node.GetPath())];

    /// <summary>A generator of changed documents.</summary>
    public static Gen<string> Of(IReadOnlyList<string> documents) =>
        Gen.Select(Gen.Int[0, documents.Count - 1], Gen.Int[0, 1_000_000], Gen.Int[-1, Values.Length - 1], Gen.Int[0, 5], Gen.Int[0, 1_000_000])
            .Select((document, place, value, kind, cut) => Change(documents[document], place, value, kind, cut));

    private static string Change(string json, int place, int value, int kind, int cut)
    {
        List<string> paths = Paths(json);
        string changed = Replace(json, paths[place % paths.Count], value < 0 ? null : Values[value]);
        int at = changed.Length == 0 ? 0 : cut % changed.Length;
        return kind switch
        {
            0 => changed[..at],
            1 => changed.Insert(at, "\uFFFD\0}"),
            2 => changed.Remove(at, Math.Min(1, changed.Length)),
            _ => changed,
        };
    }

    // Recorded listings are long; their first items stand for all.
    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(static member => member.Value),
            JsonArray items => items.Take(3),
            _ => [],
        };
        foreach (JsonNode child in children.OfType<JsonNode>().SelectMany(Nodes)) yield return child;
    }
}

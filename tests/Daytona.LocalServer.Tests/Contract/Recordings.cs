using System.Text.Json;

namespace Daytona.Local.Tests.Contract;

/// <summary>The recorded files, and the snapshots that their answers tell of.</summary>
internal static class Recordings
{
    private static readonly Dictionary<string, IReadOnlyList<(string Key, RecordedExchange? Exchange)>> Files =
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.txt").Order().ToDictionary(
            static file => Path.GetFileNameWithoutExtension(file)!,
            static file => RecordedExchange.ParseFile(File.ReadAllText(file)));

    public static IEnumerable<string> Names => Files.Keys;

    public static IReadOnlyList<(string Key, RecordedExchange? Exchange)> Blocks(string file) => Files[file];

    /// <summary>A file as it is.</summary>
    public static string Text(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file + ".txt"));

    /// <summary>The body that a recorded block was answered with.</summary>
    public static JsonElement Answer(string file, string key)
    {
        RecordedExchange exchange = Files[file].First(block => block.Key == key).Exchange!;
        return JsonSerializer.Deserialize<JsonElement>(exchange.Body);
    }

    /// <summary>A snapshot as some answer tells it, found by id.</summary>
    public static JsonElement Snapshot(string id)
    {
        foreach ((_, RecordedExchange? exchange) in Files.Values.SelectMany(static blocks => blocks))
        {
            if (exchange is not { Status: 200 }
                || !exchange.Body.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal))
                continue;
            JsonElement body = JsonSerializer.Deserialize<JsonElement>(exchange.Body);
            JsonElement[] snapshots = body.TryGetProperty("items", out JsonElement items)
                ? [.. items.EnumerateArray()]
                : [body];
            return snapshots.First(snapshot => snapshot.GetProperty("id").GetString() == id);
        }

        throw new ArgumentException($"No recorded answer tells of {id}.", nameof(id));
    }
}

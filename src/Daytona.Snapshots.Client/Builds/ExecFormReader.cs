using System.Text.Json;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>Reads the JSON form of an instruction's arguments, such as <c>["a b", "/x"]</c>.</summary>
internal static class ExecFormReader
{
    /// <summary>Reads an array of strings.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The strings, or null if the arguments are anything else, which Docker treats as plain words.</returns>
    public static string[]? TryRead(string arguments)
    {
        if (!arguments.StartsWith("[", StringComparison.Ordinal)) return null;

        try
        {
            string[]? words = JsonSerializer.Deserialize<string[]>(arguments);
            return words?.Contains(null) == true ? null : words;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

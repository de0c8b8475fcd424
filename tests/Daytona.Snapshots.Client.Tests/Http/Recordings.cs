using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Tests.Http;

/// <summary>The recorded responses of the real service.</summary>
internal static partial class Recordings
{
    private static readonly string[] Files = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.txt").Order()];

    /// <summary>The JSON bodies of all responses with a status, each once.</summary>
    public static IEnumerable<string> Bodies(int status) => Files.SelectMany(file => Bodies(File.ReadAllText(file), status)).Distinct();

    /// <summary>The status and message of every error that the service described, each once.</summary>
    public static IEnumerable<(int Status, string Message)> Errors => Files
        .SelectMany(static file => ErrorBody().Matches(File.ReadAllText(file)))
        .Select(static match => JsonSerializer.Deserialize<JsonElement>(match.Value))
        .Select(static error => (error.GetProperty("statusCode").GetInt32(), error.GetProperty("message").GetString()!))
        .Distinct();

    private static IEnumerable<string> Bodies(string text, int status) =>
        text.ReplaceLineEndings("\n").Split("\n### ")
            .Where(block => block.Contains($"\nHTTP/1.1 {status} ", StringComparison.Ordinal))
            .Select(static block => Body().Match(block))
            .Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value);

    [GeneratedRegex("""^\{"path":.*"statusCode":.*\}$""", RegexOptions.Multiline)]
    private static partial Regex ErrorBody();

    [GeneratedRegex(@"\n\n([{\[].*)\n\[\d{3} in ")]
    private static partial Regex Body();
}

using System.Runtime.InteropServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client;

/// <summary>The active profile of the Daytona command line tool, read only.</summary>
public sealed class CliProfile
{
    /// <summary>Where the tool keeps its settings on this system, for this user.</summary>
    public static string ConfigPath => Path.Combine(
        Environment.GetEnvironmentVariable("DAYTONA_CONFIG_DIR") is { Length: > 0 } folder
            ? folder
            : Path.Combine(UserConfigFolder, "daytona"),
        "config.json");

    /// <summary>The address of the profile's API.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>The API key; null where the profile has none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The access token of a login in the browser; null where the profile has none.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>The organization that the tool uses; null where none is chosen.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Reads the profile that the tool would use.</summary>
    /// <param name="path">The tool's settings.</param>
    /// <returns>The profile, or null where none is active.</returns>
    /// <exception cref="DaytonaException">The file can't be read.</exception>
    public static CliProfile? ReadActive(string path)
    {
        try
        {
            JObject config = JObject.Parse(File.ReadAllText(path));
            string? active = (string?)config["activeProfile"];
            JToken? profile = config["profiles"]?.FirstOrDefault(profile => (string?)profile["id"] == active);
            return Uri.TryCreate((string?)profile?["api"]?["url"], UriKind.Absolute, out Uri? url)
                ? new CliProfile
                {
                    ApiUrl = url,
                    ApiKey = SecretOf(profile!["api"]!["key"]),
                    AccessToken = profile["api"]!["token"] is JObject token ? SecretOf(token["accessToken"]) : null,
                    OrganizationId = (string?)profile["activeOrganizationId"],
                }
                : null;
        }
        catch (Exception exception) when (exception
            is JsonException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            throw new DaytonaException(
                $"The Daytona CLI's settings in {path} can't be read: {exception.Message} Run 'daytona login' again, or Connect-Daytona.",
                exception);
        }
    }

    // The folders that Go's os.UserConfigDir gives, which the tool is written with.
    private static string UserConfigFolder =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
                ? Path.Combine(Home, "Library", "Application Support")
                : Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
                    ? folder
                    : Path.Combine(Home, ".config");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Secret? SecretOf(JToken? token) =>
        (string?)token is { } value && !string.IsNullOrWhiteSpace(value) ? new Secret(value) : null;
}

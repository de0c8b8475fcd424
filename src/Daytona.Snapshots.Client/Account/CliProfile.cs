using System.Runtime.InteropServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Account;

/// <summary>The active profile of the Daytona CLI, read only.</summary>
public sealed class CliProfile
{
    /// <summary>The path of the CLI's settings for this user.</summary>
    public static string ConfigPath => Path.Combine(
        Environment.GetEnvironmentVariable("DAYTONA_CONFIG_DIR") is { Length: > 0 } folder
            ? folder
            : Path.Combine(UserConfigFolder, "daytona"),
        "config.json");

    /// <summary>The URL of the profile's API.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>The API key, or null if the profile has none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The access token of a login in the browser, or null if the profile has none.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>The organization that the CLI uses, or null if none is chosen.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Reads the profile that the tool would use.</summary>
    /// <param name="path">The path of the tool's settings.</param>
    /// <returns>The active profile, which has an API key or an access token.</returns>
    /// <exception cref="CredentialException">The file can't be read, or has no usable profile; the message names the file and the reason.</exception>
    public static CliProfile ReadActive(string path)
    {
        try
        {
            return ReadActive(JObject.Parse(File.ReadAllText(path)));
        }
        catch (InvalidDataException exception)
        {
            throw Unusable(path, exception.Message, exception);
        }
        catch (JsonReaderException exception)
        {
            throw Unusable(path, $"it is not valid JSON (line {exception.LineNumber})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception.Message.TrimEnd('.'), exception);
        }
        // Newtonsoft.Json throws exceptions of several types for a value of another kind, and repeats it.
        catch (Exception exception) when (exception
            is JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException or InvalidCastException)
        {
            throw Unusable(path, "its profiles are not in the format of the Daytona CLI", null);
        }
    }

    private static CliProfile ReadActive(JObject config)
    {
        string active = (string?)config["activeProfile"] is { Length: > 0 } id
            ? id
            : throw new InvalidDataException("it has no active profile");
        JToken profile = config["profiles"]?.FirstOrDefault(profile => (string?)profile["id"] == active)
            ?? throw new InvalidDataException($"it has no profile '{active}', which is the active one");
        JToken? api = profile["api"];
        if (!Uri.TryCreate((string?)api?["url"], UriKind.Absolute, out Uri? url))
        {
            throw new InvalidDataException($"the profile '{active}' has no valid URL of an API");
        }

        Secret? key = SecretOf(api!["key"]);
        Secret? token = api["token"] is JObject login ? SecretOf(login["accessToken"]) : null;
        if (key is null && token is null) throw new InvalidDataException($"the profile '{active}' has neither an API key nor an access token");
        return new CliProfile
        {
            ApiUrl = url,
            ApiKey = key,
            AccessToken = token,
            OrganizationId = (string?)profile["activeOrganizationId"],
        };
    }

    private static CredentialException Unusable(string path, string reason, Exception? cause) =>
        new($"The Daytona CLI's settings in {path} can't be used: {reason}. Run daytona login again, or use another credential.", cause);

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

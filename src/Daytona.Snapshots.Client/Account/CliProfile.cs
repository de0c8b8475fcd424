using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Account;

/// <summary>The active profile of the Daytona CLI, read only.</summary>
/// <param name="ApiUrl">The URL of the profile's API.</param>
/// <param name="Credential">The API key, or the access token of a login in the browser.</param>
/// <param name="Kind">The kind of the credential.</param>
/// <param name="OrganizationId">The organization that the CLI uses, or null if none is chosen.</param>
internal sealed record CliProfile(Uri ApiUrl, Secret Credential, CredentialKind Kind, string? OrganizationId)
{
    /// <summary>The path of the CLI's settings for this user.</summary>
    /// <remarks>The folder of the user's settings is the one of Go's <c>os.UserConfigDir</c>, which the tool is written with.</remarks>
    public static string ConfigPath => Path.Combine(
        Environment.GetEnvironmentVariable("DAYTONA_CONFIG_DIR") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "daytona"),
        "config.json");

    /// <summary>Reads the profile that the tool would use.</summary>
    /// <param name="path">The path of the tool's settings.</param>
    /// <returns>The active profile, which has an API key or an access token.</returns>
    /// <exception cref="CredentialException">The file can't be read, or has no usable profile; the message names the file and the reason.</exception>
    public static CliProfile ReadActive(string path)
    {
        try
        {
            JObject config = JObject.Parse(File.ReadAllText(path));
            if ((string?)config["activeProfile"] is not { Length: > 0 } active) throw Unusable("it has no active profile");
            JToken profile = config["profiles"]?.FirstOrDefault(profile => (string?)profile["id"] == active)
                ?? throw Unusable($"it has no profile '{active}', which is the active one");
            JToken? api = profile["api"];
            if (!Uri.TryCreate((string?)api?["url"], UriKind.Absolute, out Uri? url)) throw Unusable($"the profile '{active}' has no valid URL of an API");
            Secret? key = SecretOf(api!["key"]);
            Secret? token = api["token"] is JObject login ? SecretOf(login["accessToken"]) : null;
            return new CliProfile(
                url,
                key ?? token ?? throw Unusable($"the profile '{active}' has neither an API key nor an access token"),
                key is null ? CredentialKind.AccessToken : CredentialKind.ApiKey,
                (string?)profile["activeOrganizationId"]);
        }
        catch (JsonReaderException exception)
        {
            throw Unusable($"it is not valid JSON (line {exception.LineNumber})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(exception.Message.TrimEnd('.'), exception);
        }
        // Newtonsoft.Json throws exceptions of several types, and repeats a value of another kind, which may be the key.
        catch (Exception exception) when (exception
            is JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException or InvalidCastException)
        {
            throw Unusable("its profiles are not in the format of the Daytona CLI");
        }

        CredentialException Unusable(string reason, Exception? cause = null) =>
            new($"The Daytona CLI's settings in {path} can't be used: {reason}. Run daytona login again, or use another credential.", cause);
    }

    private static Secret? SecretOf(JToken? token) =>
        (string?)token is { } value && !string.IsNullOrWhiteSpace(value) ? new Secret(value) : null;
}

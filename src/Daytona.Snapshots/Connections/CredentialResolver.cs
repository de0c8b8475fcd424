using Daytona.Snapshots.Client;

namespace Daytona.Snapshots.Connections;

/// <summary>
/// Finds a credential if none is specified: <c>DAYTONA_API_KEY</c>, then <c>DAYTONA_JWT_TOKEN</c> with
/// <c>DAYTONA_ORGANIZATION_ID</c>, then the active profile of the Daytona CLI.
/// </summary>
internal static class CredentialResolver
{
    /// <summary>The connection of the environment or the Daytona CLI.</summary>
    /// <returns>The connection, or null if there is none.</returns>
    /// <exception cref="CredentialException">The credential is not usable.</exception>
    public static Connection? Find(ConnectionOverrides overrides) =>
        FromVariable("DAYTONA_API_KEY", CredentialKind.ApiKey, overrides)
        ?? FromVariable("DAYTONA_JWT_TOKEN", CredentialKind.AccessToken, overrides)
        ?? FromCommandLineTool(overrides);

    /// <summary>The error if nothing was found. It says what was looked for last.</summary>
    public static NoCredentialsException NotFound() => new(File.Exists(CliProfile.ConfigPath)
        ? $"The Daytona CLI's profile in {CliProfile.ConfigPath} is for another service."
        : $"The Daytona CLI has no profile either: there is no file {CliProfile.ConfigPath}.");

    /// <summary>A connection with a credential of the caller.</summary>
    public static Connection Given(Secret credential, CredentialKind kind, string source, ConnectionOverrides overrides)
    {
        Uri apiUrl = overrides.ApiUrl ?? UrlFromVariable() ?? DaytonaClientOptions.DefaultApiUrl;
        return Create(credential, kind, source, apiUrl, Variable("DAYTONA_ORGANIZATION_ID"), overrides);
    }

    private static Connection? FromVariable(string name, CredentialKind kind, ConnectionOverrides overrides) =>
        Variable(name) is { } value ? Given(new Secret(value), kind, "$env:" + name, overrides) : null;

    private static Connection? FromCommandLineTool(ConnectionOverrides overrides)
    {
        string path = CliProfile.ConfigPath;
        if (!File.Exists(path)) return null;

        CliProfile profile;
        try
        {
            profile = CliProfile.ReadActive(path);
        }
        catch (DaytonaException exception)
        {
            throw new CredentialException(
                $"{exception.Message.TrimEnd('.')}. Run daytona login again, or use other credentials: Connect-Daytona or $env:DAYTONA_API_KEY.", exception);
        }

        // The profile's credential belongs to the profile's service, and must not be sent to another.
        if (overrides.ApiUrl is { } url && url != profile.ApiUrl) return null;
        return profile.ApiKey is { } key
            ? Create(key, CredentialKind.ApiKey, path, profile.ApiUrl, null, overrides)
            : profile.AccessToken is { } token
                ? Create(token, CredentialKind.AccessToken, path, profile.ApiUrl, profile.OrganizationId, overrides)
                : null;
    }

    private static Connection Create(
        Secret credential, CredentialKind kind, string source, Uri apiUrl, string? organizationId, ConnectionOverrides overrides)
    {
        if (DaytonaUrl.Validate(apiUrl, overrides.Transport.AllowInsecure) is { } problem)
        {
            bool isInsecure = DaytonaUrl.Validate(apiUrl, allowInsecure: true) is null;
            throw new DaytonaConnectionException(problem) { Failure = isInsecure ? ConnectionFailure.InsecureUrl : ConnectionFailure.InvalidUrl };
        }

        if (IsUnexpandedVariable(credential))
        {
            throw new CredentialException(
                $"{source} contains the name of an Azure DevOps variable instead of its value. Define the variable in the pipeline or in a variable group, or correct its spelling.");
        }

        if (!credential.FitsInHeader)
        {
            throw new CredentialException(
                $"The {(kind == CredentialKind.ApiKey ? "API key" : "access token")} of {source} contains a space, a line break or a non-ASCII character. Copy it again.");
        }

        // The service ignores it with an API key, which belongs to one organization.
        organizationId = overrides.OrganizationId ?? (kind == CredentialKind.AccessToken ? organizationId : null);
        if (organizationId is not null && !HeaderValue.Fits(organizationId))
        {
            throw new CredentialException($"'{organizationId}' is not an organization ID. Copy it from the dashboard, or from the address of its page.");
        }

        return new Connection(credential)
        {
            ApiUrl = apiUrl,
            Credential = kind,
            Source = source,
            OrganizationId = organizationId,
            Region = overrides.Region ?? Variable("DAYTONA_TARGET"),
            Transport = overrides.Transport,
        };
    }

    // Azure DevOps leaves $(NAME) unchanged if the variable does not exist. If sent, it would be a failed login.
    private static bool IsUnexpandedVariable(Secret credential) =>
        credential.Reveal() is var text && text.StartsWith("$(", StringComparison.Ordinal) && text.EndsWith(")", StringComparison.Ordinal);

    private static Uri? UrlFromVariable()
    {
        if (Variable("DAYTONA_API_URL") is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? url
            : throw new DaytonaConnectionException($"$env:DAYTONA_API_URL is '{text}', which is not a URL. Use the form https://host/api.")
            {
                Failure = ConnectionFailure.InvalidUrl,
            };
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

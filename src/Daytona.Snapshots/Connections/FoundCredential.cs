using Daytona.Snapshots.Client;

namespace Daytona.Snapshots.Connections;

/// <summary>
/// Finds a credential where none was given: <c>DAYTONA_API_KEY</c>, then <c>DAYTONA_JWT_TOKEN</c> with
/// <c>DAYTONA_ORGANIZATION_ID</c>, then the active profile of the Daytona CLI.
/// </summary>
internal static class FoundCredential
{
    /// <summary>The connection that the process's surroundings provide.</summary>
    /// <returns>A connection, or null where there is none.</returns>
    /// <exception cref="CredentialException">What was found can't be used.</exception>
    public static Connection? Find(ConnectionWishes wishes) =>
        FromVariable("DAYTONA_API_KEY", CredentialKind.ApiKey, wishes)
        ?? FromVariable("DAYTONA_JWT_TOKEN", CredentialKind.AccessToken, wishes)
        ?? FromCommandLineTool(wishes);

    /// <summary>The error if nothing was found. It says what was looked for last.</summary>
    public static NoCredentialsException NotFound() => new(File.Exists(CliProfile.ConfigPath)
        ? $"The Daytona CLI's profile in {CliProfile.ConfigPath} is for another service."
        : $"The Daytona CLI has no profile either: there is no file {CliProfile.ConfigPath}.");

    /// <summary>A connection with a credential that the caller gave.</summary>
    public static Connection Given(Secret credential, CredentialKind kind, string source, ConnectionWishes wishes)
    {
        Uri apiUrl = wishes.ApiUrl ?? UrlFromVariable() ?? DaytonaClientOptions.DefaultApiUrl;
        return Create(credential, kind, source, apiUrl, Variable("DAYTONA_ORGANIZATION_ID"), wishes);
    }

    private static Connection? FromVariable(string name, CredentialKind kind, ConnectionWishes wishes) =>
        Variable(name) is { } value ? Given(new Secret(value), kind, "$env:" + name, wishes) : null;

    private static Connection? FromCommandLineTool(ConnectionWishes wishes)
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

        // The profile's credential is for the profile's service, and for no other that a caller names.
        if (wishes.ApiUrl is { } url && url != profile.ApiUrl) return null;
        return profile.ApiKey is { } key
            ? Create(key, CredentialKind.ApiKey, path, profile.ApiUrl, null, wishes)
            : profile.AccessToken is { } token
                ? Create(token, CredentialKind.AccessToken, path, profile.ApiUrl, profile.OrganizationId, wishes)
                : null;
    }

    private static Connection Create(
        Secret credential, CredentialKind kind, string source, Uri apiUrl, string? organizationId, ConnectionWishes wishes)
    {
        if (DaytonaUrl.Validate(apiUrl, wishes.Transport.AllowInsecure) is { } problem)
        {
            bool isInsecure = DaytonaUrl.Validate(apiUrl, allowInsecure: true) is null;
            throw new DaytonaConnectionException(problem) { Failure = isInsecure ? ConnectionFailure.InsecureUrl : ConnectionFailure.InvalidUrl };
        }

        if (IsUnexpandedVariable(credential))
        {
            throw new CredentialException(
                $"What {source} holds is the name of an Azure DevOps variable and not its value: define it in the pipeline or in a variable group, or spell it as it is there.");
        }

        if (!credential.FitsInHeader)
        {
            throw new CredentialException(
                $"The {(kind == CredentialKind.ApiKey ? "API key" : "access token")} of {source} holds a space, a line break or a letter that is not ASCII, as none does: copy it again.");
        }

        // The service ignores it beside an API key, which belongs to one organization.
        organizationId = wishes.OrganizationId ?? (kind == CredentialKind.AccessToken ? organizationId : null);
        if (organizationId is not null && !HeaderValue.Fits(organizationId))
        {
            throw new CredentialException($"'{organizationId}' is not an organization's id: copy it from the dashboard, or from the address of its page.");
        }

        return new Connection(credential)
        {
            ApiUrl = apiUrl,
            Credential = kind,
            Source = source,
            OrganizationId = organizationId,
            Region = wishes.Region ?? Variable("DAYTONA_TARGET"),
            Transport = wishes.Transport,
        };
    }

    // Azure DevOps leaves $(NAME) as it is where there is no such variable: sent, it would be a failed login.
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

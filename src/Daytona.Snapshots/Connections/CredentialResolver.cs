
namespace Daytona.Snapshots.Connections;

/// <summary>
/// Finds a credential if none is specified: <c>DAYTONA_API_KEY</c>, then <c>DAYTONA_JWT_TOKEN</c> with
/// <c>DAYTONA_ORGANIZATION_ID</c>, then the active profile of the Daytona CLI. A credential is used only for the server and the
/// organization that it belongs to.
/// </summary>
internal static class CredentialResolver
{
    private const string UrlVariable = "DAYTONA_API_URL";
    private const string OrganizationVariable = "DAYTONA_ORGANIZATION_ID";
    private const string RegionVariable = "DAYTONA_TARGET";

    /// <summary>The connection of the environment or the Daytona CLI.</summary>
    /// <returns>The connection, or null if there is none.</returns>
    /// <exception cref="CredentialException">The credential is not usable.</exception>
    public static Connection? Find(ConnectionOverrides overrides) => Find(overrides, []);

    /// <summary>The error if nothing was found. It says why each source was not used.</summary>
    public static NoCredentialsException NotFound(ConnectionOverrides? overrides = null)
    {
        List<string> skipped = [];
        Find(overrides ?? new ConnectionOverrides(), skipped);
        return new NoCredentialsException(string.Join(" ", skipped));
    }

    /// <summary>A connection with a credential of the caller.</summary>
    public static Connection Given(Secret credential, CredentialKind kind, string source, ConnectionOverrides overrides) => Create(
        credential,
        kind,
        source,
        WantedUrl(overrides) ?? new Setting<Uri>(DaytonaClientOptions.DefaultApiUrl, "the default"),
        WantedOrganization(overrides, kind),
        overrides);

    private static Connection? Find(ConnectionOverrides overrides, List<string> skipped) =>
        FromVariable("DAYTONA_API_KEY", CredentialKind.ApiKey, overrides, skipped)
        ?? FromVariable("DAYTONA_JWT_TOKEN", CredentialKind.AccessToken, overrides, skipped)
        ?? FromProfile(overrides, skipped);

    private static Connection? FromVariable(string name, CredentialKind kind, ConnectionOverrides overrides, List<string> skipped)
    {
        if (Variable(name) is not { } value) return null;
        if (overrides.ApiUrl is { } wanted && UrlFromVariable() is { } own && !IsSame(wanted, own))
        {
            skipped.Add($"$env:{name} is for {own} ($env:{UrlVariable}), and -ApiUrl is {wanted}.");
            return null;
        }

        return Given(new Secret(value), kind, "$env:" + name, overrides);
    }

    private static Connection? FromProfile(ConnectionOverrides overrides, List<string> skipped)
    {
        string path = CliProfile.ConfigPath;
        if (!File.Exists(path))
        {
            skipped.Add($"The Daytona CLI has no profile either: there is no file {path}.");
            return null;
        }

        CliProfile profile = Read(path);
        bool isKey = profile.ApiKey is not null;
        CredentialKind kind = isKey ? CredentialKind.ApiKey : CredentialKind.AccessToken;
        if (WantedUrl(overrides) is { } url && !IsSame(url.Value, profile.ApiUrl))
        {
            skipped.Add($"The Daytona CLI's profile in {path} is for {profile.ApiUrl}, and {url.Source} is {url.Value}.");
            return null;
        }

        // An API key belongs to one organization, and an access token to a user.
        Setting<string>? organization = WantedOrganization(overrides, CredentialKind.AccessToken);
        if (isKey && organization is { } other && profile.OrganizationId is { } own && !string.Equals(own, other.Value, StringComparison.OrdinalIgnoreCase))
        {
            skipped.Add($"The API key of the Daytona CLI's profile in {path} is for organization {own}, and {other.Source} is {other.Value}.");
            return null;
        }

        organization = isKey ? WantedOrganization(overrides, kind)
            : organization ?? (profile.OrganizationId is { } active ? new Setting<string>(active, path) : null);
        return Create((profile.ApiKey ?? profile.AccessToken)!, kind, path, new Setting<Uri>(profile.ApiUrl, path), organization, overrides);
    }

    private static CliProfile Read(string path)
    {
        try
        {
            return CliProfile.ReadActive(path);
        }
        catch (DaytonaException exception)
        {
            throw new CredentialException(
                $"{exception.Message.TrimEnd('.')}. Run daytona login again, or use other credentials: Connect-Daytona or $env:DAYTONA_API_KEY.", exception);
        }
    }

    private static Connection Create(
        Secret credential, CredentialKind kind, string source, Setting<Uri> url, Setting<string>? organization, ConnectionOverrides overrides)
    {
        if (DaytonaUrl.Validate(url.Value, overrides.Transport.AllowInsecure) is { } problem)
        {
            bool isInsecure = DaytonaUrl.Validate(url.Value, allowInsecure: true) is null;
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

        if (organization is { } id && !HeaderValue.Fits(id.Value))
        {
            throw new CredentialException($"'{id.Value}' is not an organization ID. Copy it from the dashboard, or from the address of its page.");
        }

        Setting<string>? region = Wanted(overrides.Region, "-Region", RegionVariable);
        return new Connection(credential, organization?.Value, organization?.Source)
        {
            ApiUrl = url.Value,
            ApiUrlSource = url.Source,
            Credential = kind,
            Source = source,
            Region = region?.Value,
            RegionSource = region?.Source,
            Transport = overrides.Transport,
        };
    }

    // Azure DevOps leaves $(NAME) unchanged if the variable does not exist. If sent, it would be a failed login.
    private static bool IsUnexpandedVariable(Secret credential) =>
        credential.Reveal() is var text && text.StartsWith("$(", StringComparison.Ordinal) && text.EndsWith(")", StringComparison.Ordinal);

    private static Setting<Uri>? WantedUrl(ConnectionOverrides overrides) => overrides.ApiUrl is { } given
        ? new Setting<Uri>(given, "-ApiUrl")
        : UrlFromVariable() is { } url ? new Setting<Uri>(url, "$env:" + UrlVariable) : null;

    // The service ignores it with an API key, which belongs to one organization.
    private static Setting<string>? WantedOrganization(ConnectionOverrides overrides, CredentialKind kind) =>
        Wanted(overrides.OrganizationId, overrides.OrganizationSource, kind == CredentialKind.AccessToken ? OrganizationVariable : null);

    private static Setting<string>? Wanted(string? given, string parameter, string? variable) => given is not null
        ? new Setting<string>(given, parameter)
        : variable is not null && Variable(variable) is { } value ? new Setting<string>(value, "$env:" + variable) : null;

    private static Uri? UrlFromVariable()
    {
        if (Variable(UrlVariable) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? url
            : throw new DaytonaConnectionException($"$env:{UrlVariable} is '{text}', which is not a URL. Use the form https://host/api.")
            {
                Failure = ConnectionFailure.InvalidUrl,
            };
    }

    private static bool IsSame(Uri left, Uri right) => left.AbsoluteUri.TrimEnd('/') == right.AbsoluteUri.TrimEnd('/');

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private readonly record struct Setting<T>(T Value, string Source);
}

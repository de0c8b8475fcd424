namespace Daytona.Snapshots.Client.Account;

/// <summary>A setting and its origin.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">The origin, such as <c>DAYTONA_API_URL</c> or a path.</param>
public readonly record struct Setting<T>(T Value, string Source);

/// <summary>The caller's settings; null for those of the credential's source.</summary>
public sealed record CredentialOverrides
{
    /// <summary>The URL of the API.</summary>
    public Setting<Uri>? ApiUrl { get; init; }

    /// <summary>The organization.</summary>
    public Setting<string>? Organization { get; init; }

    /// <summary>The region of new snapshots.</summary>
    public Setting<string>? Region { get; init; }

    /// <summary>Whether the credential may be sent over plain http to another machine.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The text before the names of variables in origins and messages, such as <c>$env:</c>.</summary>
    public string VariablePrefix { get; init; } = "";
}

/// <summary>A credential with the account that it is used for.</summary>
/// <param name="Credential">The API key or access token.</param>
/// <param name="Kind">The kind of the credential.</param>
/// <param name="Source">The origin of the credential, such as <c>DAYTONA_API_KEY</c> or a path.</param>
/// <param name="ApiUrl">The URL of the API.</param>
/// <param name="Organization">The organization; null with an API key, which determines it.</param>
/// <param name="Region">The region of new snapshots; null for the organization's default.</param>
public sealed record ResolvedCredential(
    Secret Credential, CredentialKind Kind, string Source, Setting<Uri> ApiUrl, Setting<string>? Organization, Setting<string>? Region);

/// <summary>
/// Finds a credential if none is specified: <c>DAYTONA_API_KEY</c>, then <c>DAYTONA_JWT_TOKEN</c> with
/// <c>DAYTONA_ORGANIZATION_ID</c>, then the active profile of the Daytona CLI. A credential is used only for the server and the
/// organization that it belongs to.
/// </summary>
public static class CredentialResolver
{
    private const string UrlVariable = "DAYTONA_API_URL";
    private const string OrganizationVariable = "DAYTONA_ORGANIZATION_ID";
    private const string RegionVariable = "DAYTONA_TARGET";

    /// <summary>Finds the credential of the environment or the Daytona CLI.</summary>
    /// <param name="overrides">The settings of the caller.</param>
    /// <returns>The credential, or null if there is none.</returns>
    /// <exception cref="CredentialException">The credential is not usable.</exception>
    /// <exception cref="DaytonaConnectionException">The URL is not valid or not secure.</exception>
    public static ResolvedCredential? Find(CredentialOverrides overrides) => Find(overrides, []);

    /// <summary>The error if nothing was found. It says why each source was not used.</summary>
    /// <param name="overrides">The settings of the caller.</param>
    public static NoCredentialsException NotFound(CredentialOverrides overrides)
    {
        List<string> skipped = [];
        Find(overrides, skipped);
        return new NoCredentialsException(string.Join(" ", skipped));
    }

    /// <summary>Completes a credential of the caller with the settings of the environment.</summary>
    /// <param name="credential">The API key or access token.</param>
    /// <param name="kind">The kind of the credential.</param>
    /// <param name="source">The origin of the credential.</param>
    /// <param name="overrides">The settings of the caller.</param>
    /// <returns>The credential with its account.</returns>
    /// <exception cref="CredentialException">The credential is not usable.</exception>
    /// <exception cref="DaytonaConnectionException">The URL is not valid or not secure.</exception>
    public static ResolvedCredential Complete(Secret credential, CredentialKind kind, string source, CredentialOverrides overrides) => Create(
        credential,
        kind,
        source,
        WantedUrl(overrides) ?? new Setting<Uri>(DaytonaClientOptions.DefaultApiUrl, "the default"),
        WantedOrganization(overrides, kind),
        overrides);

    private static ResolvedCredential? Find(CredentialOverrides overrides, List<string> skipped) =>
        FromVariable("DAYTONA_API_KEY", CredentialKind.ApiKey, overrides, skipped)
        ?? FromVariable("DAYTONA_JWT_TOKEN", CredentialKind.AccessToken, overrides, skipped)
        ?? FromProfile(overrides, skipped);

    private static ResolvedCredential? FromVariable(string name, CredentialKind kind, CredentialOverrides overrides, List<string> skipped)
    {
        if (FromVariable(name, overrides) is not { } found) return null;
        if (overrides.ApiUrl is { } wanted && UrlFromVariable(overrides) is { } own && !IsSame(wanted.Value, own.Value))
        {
            skipped.Add($"{found.Source} is for {own.Value} ({own.Source}), and {wanted.Source} is {wanted.Value}.");
            return null;
        }

        return Complete(new Secret(found.Value), kind, found.Source, overrides);
    }

    private static ResolvedCredential? FromProfile(CredentialOverrides overrides, List<string> skipped)
    {
        string path = CliProfile.ConfigPath;
        if (!File.Exists(path))
        {
            skipped.Add($"The Daytona CLI has no profile either: there is no file {path}.");
            return null;
        }

        CliProfile profile = CliProfile.ReadActive(path);
        bool isKey = profile.Kind == CredentialKind.ApiKey;
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

        organization = isKey ? WantedOrganization(overrides, profile.Kind)
            : organization ?? (profile.OrganizationId is { } active ? new Setting<string>(active, path) : null);
        return Create(profile.Credential, profile.Kind, path, new Setting<Uri>(profile.ApiUrl, path), organization, overrides);
    }

    private static ResolvedCredential Create(
        Secret credential, CredentialKind kind, string source, Setting<Uri> url, Setting<string>? organization, CredentialOverrides overrides)
    {
        if (DaytonaUrl.Validate(url.Value, overrides.AllowInsecure) is { } problem)
        {
            bool isInsecure = DaytonaUrl.Validate(url.Value, allowInsecure: true) is null;
            throw new DaytonaConnectionException(isInsecure ? ConnectionFailure.InsecureUrl : ConnectionFailure.InvalidUrl, problem);
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

        if (organization is { } id && !Secret.FitsHeader(id.Value))
        {
            throw new CredentialException($"'{id.Value}' is not an organization ID. Copy it from the dashboard, or from the address of its page.");
        }

        return new ResolvedCredential(credential, kind, source, url, organization, overrides.Region ?? FromVariable(RegionVariable, overrides));
    }

    // Azure DevOps leaves $(NAME) unchanged if the variable does not exist. If sent, it would be a failed login.
    private static bool IsUnexpandedVariable(Secret credential) =>
        credential.Reveal() is var text && text.StartsWith("$(", StringComparison.Ordinal) && text.EndsWith(")", StringComparison.Ordinal);

    private static Setting<Uri>? WantedUrl(CredentialOverrides overrides) => overrides.ApiUrl ?? UrlFromVariable(overrides);

    // The service ignores it with an API key, which belongs to one organization.
    private static Setting<string>? WantedOrganization(CredentialOverrides overrides, CredentialKind kind) =>
        overrides.Organization ?? (kind == CredentialKind.AccessToken ? FromVariable(OrganizationVariable, overrides) : null);

    private static Setting<string>? FromVariable(string name, CredentialOverrides overrides) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value)
            ? new Setting<string>(value.Trim(), overrides.VariablePrefix + name)
            : null;

    private static Setting<Uri>? UrlFromVariable(CredentialOverrides overrides)
    {
        if (FromVariable(UrlVariable, overrides) is not { } text) return null;
        return Uri.TryCreate(text.Value, UriKind.Absolute, out Uri? url)
            ? new Setting<Uri>(url, text.Source)
            : throw new DaytonaConnectionException(
                ConnectionFailure.InvalidUrl, $"{text.Source} is '{text.Value}', which is not a URL. Use the form https://host/api.");
    }

    private static bool IsSame(Uri left, Uri right) => left.AbsoluteUri.TrimEnd('/') == right.AbsoluteUri.TrimEnd('/');
}

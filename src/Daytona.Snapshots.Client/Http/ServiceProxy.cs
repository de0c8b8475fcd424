using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Chooses the proxy for a URL: the one of the options for everything, or else that of the environment or the system for
/// everything that is not on this machine.
/// </summary>
internal sealed class ServiceProxy : IWebProxy
{
    private readonly Uri? _explicit;
    private readonly IWebProxy? _environment;

    public ServiceProxy(DaytonaClientOptions options)
    {
        if (options.NoProxy) return;
        _explicit = options.Proxy;
        _environment = _explicit is null ? Default : null;
        Credentials = _explicit is null ? _environment?.Credentials : options.ProxyCredential ?? DaytonaUrl.CredentialIn(_explicit);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    private static IWebProxy? Default =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) =>
        _explicit ?? (IsBypassed(destination) ? null : _environment!.GetProxy(destination) is { } proxy && proxy != destination ? proxy : null);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) =>
        _explicit is null && (_environment is null || DaytonaUrl.IsThisMachine(host) || _environment.IsBypassed(host));

    /// <summary>Names the proxy for a URL and the setting that it comes from, without a user name or password.</summary>
    /// <returns>A phrase such as "http://proxy:3128 (from https_proxy)", or null if there is no proxy for the URL.</returns>
    public string? Describe(Uri destination)
    {
        if (GetProxy(destination) is not { } proxy) return null;
        string url = proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (_explicit is not null) return url;
        string? variable = Variables(destination).FirstOrDefault(
            static name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
        return $"{url} (from {(variable is null ? "the system's settings" : "the environment variable " + variable)})";
    }

    private static string[] Variables(Uri destination) => destination.Scheme == Uri.UriSchemeHttps
        ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        : ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
}

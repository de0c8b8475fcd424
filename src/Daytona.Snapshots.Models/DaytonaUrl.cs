using System.Net;

namespace Daytona.Snapshots;

/// <summary>Rules for URLs to which a credential is sent.</summary>
internal static class DaytonaUrl
{
    /// <summary>Checks whether a credential may be sent to a URL.</summary>
    public static string? Validate(Uri url, bool allowInsecure)
    {
        if (url.IsAbsoluteUri && url.UserInfo.Length > 0)
        {
            return $"The URL of {url.Host} contains a user name or a password. Remove it.";
        }

        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || !HasValidHost(url))
        {
            return $"'{url}' is not an http or https URL. Use the form https://host/api.";
        }

        return url.Scheme == Uri.UriSchemeHttp && !allowInsecure && !IsThisMachine(url)
            ? $"'{url}' is plain http, which would expose the credential on the network. Use https, or allow plain http with -AllowInsecure if you trust the network."
            : null;
    }

    /// <summary>Checks whether a text can be the URL of a container registry.</summary>
    public static string? ValidateRegistry(string text) =>
        !text.Any(static character => char.IsWhiteSpace(character) || char.IsControl(character))
            && Uri.TryCreate(text.Contains("://") ? text : "https://" + text, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https"
            && url is { Query: "", Fragment: "", UserInfo: "" }
            && HasValidHost(url)
            ? null
            : "The registry's URL is not valid. Use the form https://registry.example.com, without a user name, a password or a query.";

    /// <summary>Whether the host of a URL can be looked up. <see cref="Uri"/> accepts some that it can't convert.</summary>
    public static bool HasValidHost(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    /// <summary>Checks whether a URL can be that of a proxy.</summary>
    public static string? ValidateProxy(Uri proxy) =>
        proxy.IsAbsoluteUri && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && HasValidHost(proxy)
            ? null
            : "The proxy's URL is not valid. Use the form http://host:port.";

    /// <summary>The user name and the password in the URL of a proxy; null if it has none.</summary>
    public static NetworkCredential? CredentialIn(Uri? proxy)
    {
        if (proxy is null || proxy.UserInfo.Length == 0) return null;
        string[] parts = proxy.UserInfo.Split([':'], 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    /// <summary>Whether a URL is on this machine: localhost, *.localhost or a loopback address.</summary>
    public static bool IsThisMachine(Uri url) =>
        url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a URL is that of Daytona v2, which has a different API.</summary>
    public static bool IsDaytonaV2(Uri url) =>
        string.Equals(url.Host, "api.daytona.com", StringComparison.OrdinalIgnoreCase);
}

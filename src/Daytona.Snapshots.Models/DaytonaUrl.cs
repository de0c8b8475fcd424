namespace Daytona.Snapshots;

/// <summary>Rules for URLs to which a credential is sent.</summary>
public static class DaytonaUrl
{
    /// <summary>Checks whether a credential may be sent to a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="allowInsecure">Whether plain http to another machine is allowed.</param>
    /// <returns>The problem as a sentence, or null if the URL is valid.</returns>
    public static string? Validate(Uri url, bool allowInsecure)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
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
    /// <param name="text">A host with or without a port, or a URL.</param>
    /// <returns>The problem as a sentence, or null if it can.</returns>
    public static string? ValidateRegistry(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        return !text.Any(static character => char.IsWhiteSpace(character) || char.IsControl(character))
            && Uri.TryCreate(text.Contains("://") ? text : "https://" + text, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https"
            && url is { Query: "", Fragment: "", UserInfo: "" }
            && HasValidHost(url)
            ? null
            : "The registry's URL is not valid. Use the form https://registry.example.com, without a user name, a password or a query.";
    }

    /// <summary>Whether the host of a URL can be looked up. <see cref="Uri"/> accepts some that it can't convert.</summary>
    /// <param name="url">The absolute URL.</param>
    /// <returns>False if the host contains characters that no name has.</returns>
    public static bool HasValidHost(Uri url)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
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
    /// <param name="proxy">The URL.</param>
    /// <returns>The problem as a sentence, or null if the URL is valid.</returns>
    public static string? ValidateProxy(Uri proxy)
    {
        if (proxy is null) throw new ArgumentNullException(nameof(proxy));
        return proxy.IsAbsoluteUri && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && HasValidHost(proxy)
            ? null
            : "The proxy's URL is not valid. Use the form http://host:port.";
    }

    /// <summary>Whether a URL is on this machine: localhost, *.localhost or a loopback address.</summary>
    /// <param name="url">The URL.</param>
    public static bool IsThisMachine(Uri url)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
        return url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a URL is that of Daytona v2, which has a different API.</summary>
    /// <param name="url">The URL.</param>
    /// <returns>True for <c>api.daytona.com</c>.</returns>
    public static bool IsDaytonaV2(Uri url)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
        return string.Equals(url.Host, "api.daytona.com", StringComparison.OrdinalIgnoreCase);
    }
}

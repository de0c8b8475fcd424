namespace Daytona.Snapshots;

/// <summary>Rules for addresses that credentials are sent to.</summary>
public static class DaytonaUrl
{
    /// <summary>Says what is wrong with the address of an API.</summary>
    /// <param name="url">The address.</param>
    /// <param name="allowInsecure">Whether plain http to another machine is allowed.</param>
    /// <returns>A sentence, or null where credentials may be sent there.</returns>
    public static string? FindFault(Uri url, bool allowInsecure)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            return $"'{url}' is not the address of an API: write it as https://host/api.";
        }

        if (url.UserInfo.Length > 0)
        {
            return $"The address of the API at {url.Host} holds a user name or a password: leave it out.";
        }

        return url.Scheme == Uri.UriSchemeHttp && !allowInsecure && !IsThisMachine(url)
            ? $"'{url}' is plain http: the API key could be read on the way. Use https, or Connect-Daytona -AllowInsecure if you know the network."
            : null;
    }

    /// <summary>Whether an address is on this machine: localhost, *.localhost or a loopback address.</summary>
    /// <param name="url">The address.</param>
    /// <returns>True for this machine.</returns>
    public static bool IsThisMachine(Uri url)
    {
        if (url is null) throw new ArgumentNullException(nameof(url));
        return url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}

using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A registry's URL and the names in it.</summary>
internal static class RegistryAddress
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private const int MaxLength = 255;

    private static readonly Regex RepositoryPattern =
        new(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", Options);

    private static readonly Regex TagPattern = new(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", Options);

    /// <summary>Completes a registry's address and checks that credentials may be sent there.</summary>
    /// <param name="text">A host with or without a port, or a URL.</param>
    /// <exception cref="RegistryException">They may not.</exception>
    public static Uri Parse(string text)
    {
        bool hasScheme = text.Contains("://");
        if (!Uri.TryCreate(hasScheme ? text : "https://" + text, UriKind.Absolute, out Uri? url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.Query.Length > 0
            || !DaytonaUrl.HasValidHost(url))
        {
            throw Invalid("The address of the registry is not valid: it must be a host, such as registry.example.com:5000.");
        }

        if (url.UserInfo.Length > 0) throw Invalid($"The address of the registry at {url.Authority} contains a user name or a password.");

        // A registry on this machine has no certificate, as a rule; docker push makes the same exception.
        if (!hasScheme && DaytonaUrl.IsThisMachine(url))
        {
            return new UriBuilder(url) { Scheme = Uri.UriSchemeHttp, Port = PortOf(text, url) }.Uri;
        }

        return IsSafe(url) ? url : throw Invalid($"The registry {url.Authority} is plain http, which would expose the password on the network.");
    }

    /// <summary>Whether a request to a URL can't be intercepted.</summary>
    public static bool IsSafe(Uri url) => DaytonaUrl.HasValidHost(url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && DaytonaUrl.IsThisMachine(url)));

    /// <summary>The full name of a repository.</summary>
    /// <param name="registry">The registry's address, whose path all names begin with.</param>
    /// <param name="project">The project; null or empty for none.</param>
    /// <param name="name">The name in the project.</param>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="RegistryException">The project or the path of the address is not valid.</exception>
    public static string Repository(Uri registry, string? project, string name)
    {
        if (!IsRepository(name))
        {
            throw new ArgumentException(
                $"'{name}' is not a valid repository name. Use lower-case letters, digits, and single . _ - / between them.", nameof(name));
        }

        string?[] parts = [registry.AbsolutePath.Trim('/'), project?.Trim('/'), name];
        string full = string.Join("/", parts.Where(static part => !string.IsNullOrEmpty(part)));
        return IsRepository(full)
            ? full
            : throw Invalid($"The registry {registry.Authority} can't have a repository '{full}': its project or its path is not valid.");
    }

    /// <summary>Whether a text is a repository's name, or the first parts of one.</summary>
    public static bool IsRepository(string text) => text.Length <= MaxLength && RepositoryPattern.IsMatch(text);

    /// <summary>Checks a tag.</summary>
    /// <exception cref="ArgumentException">The tag is not valid.</exception>
    public static void ValidateTag(string tag)
    {
        if (TagPattern.IsMatch(tag)) return;

        throw new ArgumentException($"'{tag}' is not a valid tag. Use up to 128 letters, digits, and . _ -", nameof(tag));
    }

    // Without a port, the port of http is meant and not that of https.
    private static int PortOf(string text, Uri url) => url.IsDefaultPort && !text.Contains(":443") ? 80 : url.Port;

    private static RegistryException Invalid(string message) => new(RegistryFailure.InvalidAddress, message);
}

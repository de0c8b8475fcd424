namespace Daytona.Snapshots.Client.Oci;

/// <summary>A registry's URL, and those that it refers to.</summary>
internal static class RegistryAddress
{
    /// <summary>Completes a registry's address and checks that credentials may be sent there.</summary>
    /// <param name="text">A host with or without a port, or a URL.</param>
    /// <exception cref="RegistryException">They may not.</exception>
    public static Uri Parse(string text)
    {
        bool hasScheme = text.Contains("://");
        if (!Uri.TryCreate(hasScheme ? text : "https://" + text, UriKind.Absolute, out Uri? url) || !IsWeb(url) || url.Query.Length > 0)
        {
            throw Invalid("The address of the registry is not valid: it must be a host, such as registry.example.com:5000.");
        }

        if (url.UserInfo.Length > 0) throw Invalid($"The address of the registry at {url.Authority} contains a user name or a password.");

        // A registry on this machine has no certificate, as a rule; docker push makes the same exception.
        if (!hasScheme && DaytonaUrl.IsThisMachine(url)) return new Uri("http://" + text);

        return IsSafe(url) ? url : throw Invalid($"The registry {url.Authority} is plain http, which would expose the password on the network.");
    }

    /// <summary>Whether a request to a URL can't be intercepted.</summary>
    public static bool IsSafe(Uri url) => IsWeb(url) && (url.Scheme == Uri.UriSchemeHttps || DaytonaUrl.IsThisMachine(url));

    /// <summary>Resolves the location that a response names, which is relative to the URL of the request (RFC 9110).</summary>
    /// <returns>The URL; null if the response names none.</returns>
    /// <exception cref="RegistryException">Layers must not be sent there.</exception>
    public static Uri? LocationOf(HttpResponseMessage response)
    {
        Uri request = response.RequestMessage!.RequestUri!;
        string? text = response.Headers.TryGetValues("Location", out IEnumerable<string>? values) ? values.First() : null;
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!Uri.TryCreate(request, text, out Uri? url) || !IsWeb(url))
        {
            throw Invalid($"The registry {request.Authority} requires layers to be sent to a URL that is not valid.");
        }

        return IsSafe(url)
            ? url
            : throw Invalid($"The registry {request.Authority} requires layers to be sent to {url.Authority} over plain http, which would expose them on the network.");
    }

    /// <summary>The full name of a repository.</summary>
    /// <param name="registry">The registry's address, whose path all names begin with.</param>
    /// <param name="project">The project; null or empty for none.</param>
    /// <param name="name">The name in the project.</param>
    /// <exception cref="RegistryException">The project or the path of the address is not valid.</exception>
    public static string Repository(Uri registry, string? project, string name)
    {
        string?[] parts = [registry.AbsolutePath.Trim('/'), project?.Trim('/'), name];
        string full = string.Join("/", parts.Where(static part => !string.IsNullOrEmpty(part)));
        return ImageReference.IsRepository(full)
            ? full
            : throw Invalid($"The registry {registry.Authority} can't have a repository '{full}': its project or its path is not valid.");
    }

    private static bool IsWeb(Uri url) => (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && DaytonaUrl.HasValidHost(url);

    private static RegistryException Invalid(string message) => new(RegistryFailure.InvalidAddress, message);
}

namespace Daytona.Snapshots.Errors;

/// <summary>The host of a registry, as image names and URLs of registries have it in common.</summary>
internal static class RegistryHost
{
    private const string DockerHub = "docker.io";

    private static readonly string[] NamesOfDockerHub = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"];

    /// <summary>The host of an image name. A first part without a dot, a colon or <c>localhost</c> is a repository of Docker Hub.</summary>
    public static string OfImage(string imageName)
    {
        string[] parts = imageName.Split(['/'], 2);
        bool hasHost = parts.Length == 2 && (parts[0].IndexOfAny(['.', ':']) >= 0 || parts[0] == "localhost");
        return hasHost ? Normalize(parts[0]) : DockerHub;
    }

    /// <summary>The host of a URL, which may lack its scheme.</summary>
    public static string OfUrl(string url) =>
        Uri.TryCreate(url.Contains("://") ? url : "https://" + url, UriKind.Absolute, out Uri? parsed) ? Normalize(parsed.Authority) : "";

    private static string Normalize(string host)
    {
        string lower = host.ToLowerInvariant();
        return NamesOfDockerHub.Contains(lower) ? DockerHub : lower;
    }
}

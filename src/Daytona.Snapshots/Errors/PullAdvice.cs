using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>Says how the registry of an image that could not be pulled is configured.</summary>
internal static class PullAdvice
{
    private const string DockerHub = "docker.io";

    private static readonly string[] NamesOfDockerHub = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"];

    /// <summary>The advice as a sentence.</summary>
    public static string For(string imageName, IEnumerable<ContainerRegistry> registries)
    {
        string host = ImageReference.Split(imageName).Host is { } named ? Normalize(named) : DockerHub;
        ContainerRegistry[] configured = [.. registries.Where(registry => HostOfUrl(registry.Url) == host)];
        if (configured.Length == 0) return $"No container registry is configured for {host}. If the image is private, run New-DaytonaRegistry.";

        string names = string.Join(" and ", configured.Select(static registry => $"'{registry.Name}' (user {registry.Username})"));
        return $"Configured for {host}: {names}. If the password has changed, run Set-DaytonaRegistry {ArgumentText.For(configured[0].Name)}.";
    }

    // The URL of a registry may lack its scheme.
    private static string HostOfUrl(string url) =>
        Uri.TryCreate(url.Contains("://") ? url : "https://" + url, UriKind.Absolute, out Uri? parsed) ? Normalize(parsed.Authority) : "";

    private static string Normalize(string host)
    {
        string lower = host.ToLowerInvariant();
        return NamesOfDockerHub.Contains(lower) ? DockerHub : lower;
    }
}

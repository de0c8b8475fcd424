using System.Text;
using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>The address of a container engine, such as <c>unix:///var/run/docker.sock</c>.</summary>
/// <param name="Url">The address, as in DOCKER_HOST.</param>
internal sealed record EngineAddress(string Url)
{
    private static readonly bool Windows = Path.DirectorySeparatorChar == '\\';

    /// <summary>The path of the unix socket; null if it is none.</summary>
    public string? SocketPath => After("unix://");

    /// <summary>The name of the named pipe; null if it is none.</summary>
    public string? PipeName => After("npipe:////./pipe/");

    /// <summary>The host and port; null if it is neither or has no port.</summary>
    public Uri? Host => After("tcp://") is { } host && Uri.TryCreate("http://" + host, UriKind.Absolute, out Uri? url) ? url : null;

    /// <summary>Finds the addresses at which engines may listen on this machine, in the order in which they are tried.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static IEnumerable<EngineAddress> FindAll(Func<string, string?> variable)
    {
        string?[] urls =
        [
            variable("DOCKER_HOST"),
            FindContextUrl(variable),
            Windows ? null : "unix:///var/run/docker.sock",
            variable("XDG_RUNTIME_DIR") is { Length: > 0 } folder ? $"unix://{folder}/podman/podman.sock" : null,
            Windows ? "npipe:////./pipe/docker_engine" : null,
        ];
        return urls.Where(static url => !string.IsNullOrWhiteSpace(url)).Distinct().Select(static url => new EngineAddress(url!));
    }

    /// <summary>The address without a user name or a password.</summary>
    public override string ToString()
    {
        int at = Url.LastIndexOf('@');
        int start = Url.IndexOf("://", StringComparison.Ordinal) + 3;
        return at < start ? Url : Url.Substring(0, start) + Url.Substring(at + 1);
    }

    /// <summary>The address in the current context of the Docker command line.</summary>
    private static string? FindContextUrl(Func<string, string?> variable)
    {
        string home = variable(Windows ? "USERPROFILE" : "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string folder = variable("DOCKER_CONFIG") is { Length: > 0 } configured ? configured : Path.Combine(home, ".docker");
        string? context = variable("DOCKER_CONTEXT") is { Length: > 0 } named
            ? named
            : ReadJson(Path.Combine(folder, "config.json"))?["currentContext"]?.ToString();
        if (string.IsNullOrEmpty(context) || context == "default") return null;

        // Docker names the folder by the digest of the context's name.
        string id = Digest.Of(Encoding.UTF8.GetBytes(context!)).Hex;
        return ReadJson(Path.Combine(folder, "contexts", "meta", id, "meta.json"))?.SelectToken("Endpoints.docker.Host")?.ToString();
    }

    private static JObject? ReadJson(string path)
    {
        try
        {
            return ServiceJson.TryParse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? After(string prefix) =>
        Url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? Url.Substring(prefix.Length) : null;
}

namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>The address of a container engine, such as <c>unix:///var/run/docker.sock</c>.</summary>
/// <param name="Url">The address, as in DOCKER_HOST.</param>
internal sealed record EngineAddress(string Url)
{
    private const string UnixScheme = "unix://";
    private const string PipePrefix = "npipe:////./pipe/";
    private const string TcpScheme = "tcp://";

    /// <summary>The path of the unix socket; null if it is none.</summary>
    public string? SocketPath => After(UnixScheme);

    /// <summary>The name of the named pipe; null if it is none.</summary>
    public string? PipeName => After(PipePrefix);

    /// <summary>The host and port; null if it is neither or has no port.</summary>
    public Uri? Host => After(TcpScheme) is { } host && Uri.TryCreate("http://" + host, UriKind.Absolute, out Uri? url) ? url : null;

    /// <summary>The address without a user name or a password.</summary>
    public override string ToString()
    {
        int at = Url.LastIndexOf('@');
        int start = Url.IndexOf("://", StringComparison.Ordinal) + 3;
        return at < start ? Url : Url.Substring(0, start) + Url.Substring(at + 1);
    }

    private string? After(string prefix) =>
        Url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? Url.Substring(prefix.Length) : null;
}

namespace Daytona.Local.Hosting;

/// <summary>The addresses of the server's five parts, each on its own port of the loopback address.</summary>
internal sealed class ServerAddresses
{
    /// <summary>The API: <c>http://127.0.0.1:{port}/api</c>.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>The build logs.</summary>
    public Uri Logs { get; private set; } = null!;

    /// <summary>The object storage.</summary>
    public Uri Storage { get; private set; } = null!;

    /// <summary>The image registry.</summary>
    public Uri Registry { get; private set; } = null!;

    /// <summary>The toolbox: <c>http://127.0.0.1:{port}/toolbox</c>.</summary>
    public Uri Toolbox { get; private set; } = null!;

    /// <summary>The ports that the options ask for, in the order of <see cref="Set"/>.</summary>
    public static int[] PortsOf(LocalServerOptions options) =>
        [options.Port, options.LogPort, options.StoragePort, options.RegistryPort, options.ToolboxPort];

    /// <summary>Takes over the addresses that the server listens on.</summary>
    public void Set(string[] addresses) => (Api, Logs, Storage, Registry, Toolbox) = (
        new Uri(addresses[0].TrimEnd('/') + "/api"), new Uri(addresses[1]), new Uri(addresses[2]), new Uri(addresses[3]),
        new Uri(addresses[4].TrimEnd('/') + "/toolbox"));
}

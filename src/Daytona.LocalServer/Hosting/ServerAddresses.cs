using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Daytona.Local.Hosting;

/// <summary>The addresses of the server's five parts, each on its own port.</summary>
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

    /// <summary>Listens on the ports of the options, all on the loopback address.</summary>
    public static void Listen(KestrelServerOptions kestrel, LocalServerOptions options)
    {
        ReadOnlySpan<int> ports =
            [options.Port, options.LogPort, options.StoragePort, options.RegistryPort, options.ToolboxPort];
        foreach (int port in ports) kestrel.Listen(System.Net.IPAddress.Loopback, port);
    }

    /// <summary>Takes over the addresses that the server listens on, in the order of <see cref="Listen"/>.</summary>
    public void Set(string[] addresses)
    {
        Api = new Uri(addresses[0].TrimEnd('/') + "/api");
        Logs = new Uri(addresses[1]);
        Storage = new Uri(addresses[2]);
        Registry = new Uri(addresses[3]);
        Toolbox = new Uri(addresses[4].TrimEnd('/') + "/toolbox");
    }
}

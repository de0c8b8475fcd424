using System.Diagnostics;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Server;

/// <summary>The address of a server, and its key.</summary>
internal sealed record ServerAddress(Uri ApiUrl, string ApiKey)
{
    /// <summary>The address of a server in a process of its own.</summary>
    public static ServerAddress Of(ServerProcess server) => new(server.ApiUrl, server.ApiKey);

    /// <summary>The address of a server in this process.</summary>
    public static ServerAddress Of(LocalServer server) => new(server.ApiUrl, server.ApiKey);

    /// <summary>Sets the variables that the module and the SDK read address and key from.</summary>
    public ProcessStartInfo Apply(ProcessStartInfo start)
    {
        start.Environment["DAYTONA_API_URL"] = ApiUrl.ToString();
        start.Environment["DAYTONA_API_KEY"] = ApiKey;
        return start;
    }
}

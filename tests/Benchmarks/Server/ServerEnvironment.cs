using System.Diagnostics;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Server;

/// <summary>Points processes at a server.</summary>
internal static class ServerEnvironment
{
    /// <summary>Sets the variables that the module and the SDK read their address and key from.</summary>
    public static ProcessStartInfo Pointed(this ProcessStartInfo start, ServerProcess server)
    {
        start.Environment["DAYTONA_API_URL"] = server.ApiUrl.ToString();
        start.Environment["DAYTONA_API_KEY"] = server.ApiKey;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        return start;
    }
}

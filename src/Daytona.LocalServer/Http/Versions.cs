namespace Daytona.Local.Http;

/// <summary>The simulated versions of the service.</summary>
internal static class Versions
{
    /// <summary>The version as its header gives it.</summary>
    public static string Of(bool newer) => newer ? "v0.215.0" : "v0.190.0";
}

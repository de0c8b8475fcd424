namespace Daytona.Tests;

/// <summary>The .NET that runs the tests.</summary>
internal static class DotnetProgram
{
    /// <summary>Gets its path. The program on the PATH may be a script that writes messages of its own and handles signals otherwise.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}

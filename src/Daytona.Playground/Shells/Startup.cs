using Daytona.Local;
namespace Daytona.Playground.Shells;

/// <summary>What both shells are started with.</summary>
internal static class Startup
{
    /// <summary>The command that imports this clone's module.</summary>
    public static string ImportModule => $"Import-Module {Quote(ModuleManifest.Path)}";

    /// <summary>The variables by which the module finds the server, as anywhere else.</summary>
    public static IEnumerable<(string Name, string Value)> Environment(LocalServer server) =>
    [
        ("DAYTONA_API_URL", server.ApiUrl.ToString()),
        ("DAYTONA_API_KEY", server.ApiKey),
        // For trying the other ways to connect, and what a key that may only read meets.
        ("PLAYGROUND_TOKEN", server.AddAccessToken(server.DefaultUser.Id)),
        ("PLAYGROUND_READ_KEY", server.AddApiKey("read-only").Value),
    ];

    /// <summary>The script that a caller wants run.</summary>
    public static string ScriptOf(PlaygroundArguments arguments) => arguments.Command
        // A script that does not say its exit code has succeeded, as with pwsh -File.
        ?? $"& {Quote(arguments.File!)} {string.Join(' ', arguments.FileArguments.Select(AsArgument))}; exit $LASTEXITCODE";

    /// <summary>What a person is told first.</summary>
    public static string Greeting(LocalServer server) =>
        $"Daytona playground: a server on this machine at {server.ApiUrl}, gone when you exit. Try Get-Help New-DaytonaSnapshot -Examples.";

    // The name of a parameter stays one; anything else is text.
    private static string AsArgument(string argument) =>
        argument.StartsWith('-') && argument.Length > 1 && char.IsLetter(argument[1]) ? argument : Quote(argument);

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

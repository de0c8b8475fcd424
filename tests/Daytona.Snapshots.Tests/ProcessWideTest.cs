namespace Daytona.Snapshots.Tests;

/// <summary>Tests of what the whole process shares: its connection and its environment. They run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide";
}

/// <summary>A local server and a shell without a connection, in an environment without credentials.</summary>
[Collection(ProcessWide.Name)]
public abstract class ProcessWideTest : ShellTest
{
    private static readonly string[] Variables =
        ["DAYTONA_API_KEY", "DAYTONA_JWT_TOKEN", "DAYTONA_ORGANIZATION_ID", "DAYTONA_API_URL", "DAYTONA_TARGET", "DAYTONA_CONFIG_DIR"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(static it => it, Environment.GetEnvironmentVariable);

    /// <summary>The folder that the Daytona CLI's settings are looked for in; there are none yet.</summary>
    private protected string ConfigFolder { get; } = Directory.CreateTempSubdirectory("daytona-").FullName;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (string variable in Variables) Environment.SetEnvironmentVariable(variable, null);
        Environment.SetEnvironmentVariable("DAYTONA_CONFIG_DIR", ConfigFolder);
        Shell.Run("$PSDefaultParameterValues.Clear(); Disconnect-Daytona").AssertSucceeded();
        Server.ClearRequests();
    }

    public override async ValueTask DisposeAsync()
    {
        Shell.Run("Disconnect-Daytona");
        foreach ((string variable, string? value) in _before) Environment.SetEnvironmentVariable(variable, value);
        Directory.Delete(ConfigFolder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the Daytona CLI's settings with one profile.</summary>
    private protected void WriteProfile(string key) => File.WriteAllText(
        Path.Combine(ConfigFolder, "config.json"),
        $$$"""{"activeProfile":"p","profiles":[{"id":"p","name":"p","api":{"url":"{{{Server.ApiUrl}}}","key":"{{{key}}}"}}]}""");
}

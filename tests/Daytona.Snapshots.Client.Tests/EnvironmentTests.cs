namespace Daytona.Snapshots.Client.Tests;

/// <summary>The options that the environment and the Daytona CLI's profile contain. The module's tests have all combinations.</summary>
[Collection(nameof(Alone))]
public sealed class EnvironmentTests : IDisposable
{
    private static readonly string[] Variables =
        ["DAYTONA_API_KEY", "DAYTONA_JWT_TOKEN", "DAYTONA_ORGANIZATION_ID", "DAYTONA_API_URL", "DAYTONA_TARGET", "DAYTONA_CONFIG_DIR"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(static it => it, Environment.GetEnvironmentVariable);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("environment-");

    public EnvironmentTests()
    {
        foreach (string variable in Variables) Environment.SetEnvironmentVariable(variable, null);
        Environment.SetEnvironmentVariable("DAYTONA_CONFIG_DIR", _folder.FullName);
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in _before) Environment.SetEnvironmentVariable(variable, value);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Options_have_the_variables_of_the_environment()
    {
        Environment.SetEnvironmentVariable("DAYTONA_JWT_TOKEN", " e.y.J ");
        Environment.SetEnvironmentVariable("DAYTONA_ORGANIZATION_ID", "org");
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", "https://daytona.example.com/api");
        Environment.SetEnvironmentVariable("DAYTONA_TARGET", "eu");

        var options = DaytonaClientOptions.FromEnvironment();

        Assert.Equal(("e.y.J", "org", "eu"), (options.Credential.Reveal(), options.OrganizationId, options.DefaultRegionId));
        Assert.Equal("https://daytona.example.com/api", options.ApiUrl.AbsoluteUri);
    }

    [Fact]
    public void A_profile_is_used_only_for_its_server()
    {
        File.WriteAllText(
            Path.Combine(_folder.FullName, "config.json"),
            """{"activeProfile":"a","profiles":[{"id":"a","api":{"url":"https://a.example.com/api","key":"dtn_profile"}}]}""");
        Assert.Equal("dtn_profile", DaytonaClientOptions.FromEnvironment().Credential.Reveal());

        Environment.SetEnvironmentVariable("DAYTONA_API_URL", "https://b.example.com/api");
        NoCredentialsException error = Assert.Throws<NoCredentialsException>(DaytonaClientOptions.FromEnvironment);

        Assert.EndsWith("is for https://a.example.com/api, and DAYTONA_API_URL is https://b.example.com/api.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_the_client_names_no_PowerShell() =>
        Assert.DoesNotContain("$env:", Assert.Throws<NoCredentialsException>(DaytonaClientOptions.FromEnvironment).Message, StringComparison.Ordinal);
}

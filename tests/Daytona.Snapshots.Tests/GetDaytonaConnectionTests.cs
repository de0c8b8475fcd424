using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaConnectionTests : ProcessWideTest
{
    [Fact]
    public void Where_there_is_none_nothing_comes_out()
    {
        Outcome outcome = Run("Get-DaytonaConnection -Verbose").AssertSucceeded();

        Assert.Empty(outcome.Output);
        Assert.Single(outcome.Verbose);
    }

    [Fact]
    public void It_shows_where_the_credential_came_from()
    {
        WriteProfile("dtn_profile");
        Assert.Equal(Path.Combine(ConfigFolder, "config.json"), SourceInUse());

        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_environment");
        Assert.Equal("$env:DAYTONA_API_KEY", SourceInUse());

        Shell.Set("key", Secret("dtn_given"));
        Run("Connect-Daytona -ApiKey $key -SkipCheck").AssertSucceeded();
        Assert.Equal("-ApiKey", SourceInUse());
    }

    [Fact]
    public void It_shows_everything_but_the_secret()
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_hidden");

        PSObject connection = Run("Get-DaytonaConnection").AssertSucceeded().Single;

        Assert.DoesNotContain("dtn_hidden", PSSerializer.Serialize(connection, 10), StringComparison.Ordinal);
        Assert.DoesNotContain("dtn_hidden", connection.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "ApiUrl", "Credential", "ExpiresAt", "KeyName", "NoProxy", "OperationTimeout", "OrganizationId", "Permissions", "Proxy", "Region",
                "SkipCertificateCheck", "Source", "User",
            ],
            connection.Properties.Select(static property => property.Name).Order());
        Assert.Empty(Requests);
    }

    [Fact]
    public void Settings_of_the_CLI_that_can_not_be_read_are_an_error_that_names_the_file()
    {
        File.WriteAllText(Path.Combine(ConfigFolder, "config.json"), "{");

        ErrorRecord error = Run("Get-DaytonaConnection").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains(ConfigFolder, error.ToString(), StringComparison.Ordinal);
    }

    private object SourceInUse() => Run("Get-DaytonaConnection").AssertSucceeded().Single.Properties["Source"].Value;
}

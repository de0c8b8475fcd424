using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaConnectionTests : ProcessWideTest
{
    [Fact]
    public void Without_a_connection_nothing_is_returned()
    {
        Outcome outcome = Run("Get-DaytonaConnection -Verbose").AssertSucceeded();

        Assert.Empty(outcome.Output);
        Assert.Single(outcome.Verbose);
    }

    [Fact]
    public void The_source_of_the_credential_is_shown()
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
    public void Everything_except_the_secret_is_shown()
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_hidden");

        PSObject connection = Run("Get-DaytonaConnection").AssertSucceeded().Single;

        Assert.DoesNotContain("dtn_hidden", PSSerializer.Serialize(connection, 10), StringComparison.Ordinal);
        Assert.DoesNotContain("dtn_hidden", connection.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "ApiUrl", "ApiUrlSource", "Credential", "ExpiresAt", "IsChecked", "KeyName", "NoProxy", "OperationTimeout", "OrganizationId", "OrganizationSource",
                "Permissions", "Proxy", "Region", "RegionSource", "SkipCertificateCheck", "Source", "User",
            ],
            connection.Properties.Select(static property => property.Name).Order());
        Assert.Empty(Requests);
    }

    [Fact]
    public void Unreadable_CLI_settings_are_an_error_with_the_file_name()
    {
        File.WriteAllText(Path.Combine(ConfigFolder, "config.json"), "{");

        ErrorRecord error = Run("Get-DaytonaConnection").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains(ConfigFolder, error.ToString(), StringComparison.Ordinal);
    }

    private object SourceInUse() => Run("Get-DaytonaConnection").AssertSucceeded().Single.Properties["Source"].Value;
}

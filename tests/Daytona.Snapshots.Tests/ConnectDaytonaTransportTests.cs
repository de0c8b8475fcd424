using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>The ways on which requests and credentials go.</summary>
public sealed class ConnectDaytonaTransportTests : ProcessWideTest
{
    [Fact]
    public void A_proxy_given_by_parameter_hides_its_password()
    {
        Shell.Set("key", Secret(Server.ApiKey));

        // The local server takes the place of the proxy; nothing listens on the discard port.
        PSObject connection = Run($"Connect-Daytona -ApiKey $key -ApiUrl http://127.0.0.1:9/api -SkipCheck -Proxy http://bob:pa55w@127.0.0.1:{Server.ApiUrl.Port}")
            .AssertSucceeded().Single;
        Run("Get-DaytonaSnapshot");

        Assert.NotEmpty(Requests);
        Assert.Equal(new Uri($"http://127.0.0.1:{Server.ApiUrl.Port}"), connection.Properties["Proxy"].Value);
        Assert.DoesNotContain("pa55w", PSSerializer.Serialize(connection, 10), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Proxy http://127.0.0.1:3128 -NoProxy", "contradict")]
    [InlineData("-Proxy ftp://127.0.0.1", "http://host:port")]
    [InlineData("-Proxy proxy.example.com", "http://host:port")]
    [InlineData("-ProxyCredential $credential", "Specify the proxy")]
    public void Invalid_proxy_settings_are_an_error(string arguments, string reason)
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Shell.Set("credential", new PSCredential("bob", Secret("pa55w")));

        ErrorRecord error = Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} {arguments}").AssertFailed("InvalidProxy", ErrorCategory.InvalidArgument);

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void SkipCertificateCheck_is_a_warning_and_on_the_connection()
    {
        Shell.Set("key", Secret(Server.ApiKey));

        Outcome outcome = Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} -SkipCertificateCheck").AssertSucceeded();

        Assert.Contains("not checked", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(true, outcome.Single.Properties["SkipCertificateCheck"].Value);
    }

    [Fact]
    public void A_connection_from_another_process_is_an_error_with_advice()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Shell.Set("copy", PSSerializer.Deserialize(PSSerializer.Serialize(Run("Connect-Daytona -ApiKey $key -SkipCheck").Single)));

        Assert.Contains("$env:DAYTONA_API_KEY", Run("Get-DaytonaSnapshot -Connection $copy").Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_profile_of_the_CLI_is_named()
    {
        ErrorRecord error = Run("Get-DaytonaSnapshot").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);

        Assert.Contains(Path.Combine(ConfigFolder, "config.json"), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_profile_of_the_CLI_is_named_with_the_reason()
    {
        File.WriteAllText(Path.Combine(ConfigFolder, "config.json"), "{");

        ErrorRecord error = Run("Get-DaytonaSnapshot").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains("config.json", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OperationTimeout_limits_the_wait_for_a_silent_service()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Server.Faults.Add(FaultCatalog.Create("silence"));

        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} -OperationTimeout 0.5").AssertFailed("ConnectionTimeout", ErrorCategory.OperationTimeout);
    }
}

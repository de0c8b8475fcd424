using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Daytona.Snapshots.Tests;

public sealed class ConnectDaytonaTests : ProcessWideTest
{
    [Fact]
    public void An_API_key_is_checked_and_its_owner_is_shown()
    {
        Shell.Set("key", Secret(Server.AddApiKey("ci", "write:snapshots").Value));

        PSObject connection = Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;

        Assert.Equal("ci", connection.Properties["KeyName"].Value);
        Assert.Equal(Server.DefaultUser.Id, connection.Properties["User"].Value);
        Assert.Equal(["write:snapshots"], (string[])connection.Properties["Permissions"].Value);
        Assert.Equal("-ApiKey", connection.Properties["Source"].Value);
        Assert.Single(Requests);
        Server.AddSnapshot("a");
        Assert.Equal(["a"], Run("Get-DaytonaSnapshot").AssertSucceeded().Names);
    }

    [Fact]
    public void A_person_is_asked_for_a_key_if_there_is_none()
    {
        Shell.Host.Answers.Enqueue(Server.ApiKey);

        PSObject connection = Run($"Connect-Daytona -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;

        Assert.Equal("the prompt", connection.Properties["Source"].Value);
        Assert.DoesNotContain(Shell.Host.Lines, line => line.Contains(Server.ApiKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_an_answer_the_error_says_what_to_type(bool isInteractive)
    {
        Shell.Host.IsInteractive = isInteractive;

        ErrorRecord error = Run($"Connect-Daytona -ApiUrl {Server.ApiUrl}").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);

        Assert.Contains("Connect-Daytona", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void An_access_token_of_one_organization_needs_no_ID()
    {
        LocalOrganization organization = Server.AddOrganization("team");
        Shell.Set("token", Secret(Server.AddAccessToken("bob", organization)));

        PSObject connection = Run($"Connect-Daytona -AccessToken $token -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;

        Assert.Equal(organization.Id, connection.Properties["OrganizationId"].Value);
        Assert.Equal("bob@example.com", connection.Properties["User"].Value);
        Assert.Empty(Run("Get-DaytonaSnapshot").AssertSucceeded().Output);
    }

    [Theory]
    [InlineData("Connect-Daytona -ApiKey $empty")]
    [InlineData("Connect-Daytona -ApiKey $blank")]
    [InlineData("Connect-Daytona -AccessToken $blank")]
    [InlineData("Connect-Daytona -Credential ([pscredential]::new('bob', $blank))")]
    public void An_empty_secret_is_refused(string command)
    {
        Shell.Set("empty", Secret(""));
        Shell.Set("blank", Secret(" \n"));

        Run($"{command} -ApiUrl {Server.ApiUrl}").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_token_without_organizations_is_explained()
    {
        Shell.Set("token", Secret(Server.AddAccessToken("bob")));

        ErrorRecord error = Run($"Connect-Daytona -AccessToken $token -ApiUrl {Server.ApiUrl}").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.StartsWith("The access token's user belongs to no organization.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ambiguous_access_token_is_an_error_with_its_organizations()
    {
        LocalOrganization one = Server.AddOrganization("one");
        LocalOrganization two = Server.AddOrganization("two");
        Shell.Set("token", Secret(Server.AddAccessToken("bob", one, two)));

        ErrorRecord error = Run($"Connect-Daytona -AccessToken $token -ApiUrl {Server.ApiUrl}")
            .AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains($"{one.Id} (one)", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{two.Id} (two)", error.ToString(), StringComparison.Ordinal);
        Run($"Connect-Daytona -AccessToken $token -ApiUrl {Server.ApiUrl} -OrganizationId {two.Id}").AssertSucceeded();
    }

    [Fact]
    public void A_credential_holds_an_API_key_or_a_token_and_organization()
    {
        LocalOrganization organization = Server.AddOrganization("team");
        Shell.Set("key", new PSCredential("anybody", Secret(Server.ApiKey)));
        Shell.Set("token", new PSCredential(organization.Id, Secret(Server.AddAccessToken("bob", organization, Server.AddOrganization("other")))));

        PSObject byKey = Run($"Connect-Daytona -Credential $key -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;
        PSObject byToken = Run($"Connect-Daytona -Credential $token -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;

        Assert.Equal("ApiKey", byKey.Properties["Credential"].Value.ToString());
        Assert.Equal(
            ("AccessToken", organization.Id),
            (byToken.Properties["Credential"].Value.ToString(), (string)byToken.Properties["OrganizationId"].Value));
    }

    [Fact]
    public void A_plain_string_is_refused_without_repeating_it()
    {
        ErrorRecord error = Run("Connect-Daytona -ApiKey dtn_plain").Error;

        Assert.Contains("$env:DAYTONA_API_KEY", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dtn_plain", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dtn_plain", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_key_is_an_error_and_keeps_the_connection()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Shell.Set("wrong", Secret("dtn_wrong"));
        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").AssertSucceeded();

        ErrorRecord error = Run($"Connect-Daytona -ApiKey $wrong -ApiUrl {Server.ApiUrl}")
            .AssertFailed("CredentialRefused", ErrorCategory.AuthenticationError);

        Assert.DoesNotContain("dtn_wrong", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Single(Requests);
        Run("Get-DaytonaSnapshot").AssertSucceeded();
    }

    [Fact]
    public void SkipCheck_sends_nothing()
    {
        Shell.Set("key", Secret("dtn_whatever"));

        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} -SkipCheck").AssertSucceeded();

        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/api", "ConnectionRefused", ErrorCategory.ConnectionError)]
    [InlineData("https://nosuchhost.invalid/api", "HostUnknown", ErrorCategory.ConnectionError)]
    [InlineData("http://daytona.example.com/api", "InsecureUrl", ErrorCategory.SecurityError)]
    [InlineData("https://me:dtn_secret@daytona.example.com/api", "InvalidUrl", ErrorCategory.InvalidArgument)]
    public void An_invalid_address_is_an_error_with_a_remedy(string url, string id, ErrorCategory category)
    {
        Shell.Set("key", Secret("dtn_secret"));

        ErrorRecord error = Run($"Connect-Daytona -ApiKey $key -ApiUrl {url}").AssertFailed(id, category);

        Assert.DoesNotContain("dtn_secret", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dtn_secret\ndtn_next")]
    [InlineData("dtn_secret and more")]
    [InlineData("dtn_secret\u2013")]
    public void An_invalid_secret_is_refused_without_repeating_it(string secret)
    {
        Shell.Set("key", Secret(secret));

        ErrorRecord given = Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}")
            .AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", secret);
        ErrorRecord found = Run("Get-DaytonaSnapshot").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains("$env:DAYTONA_API_KEY", found.ToString(), StringComparison.Ordinal);
        Assert.All([given, found], static error => Assert.DoesNotContain("dtn_", error.Exception.ToString(), StringComparison.Ordinal));
        Assert.Empty(Requests);
    }

    [Fact]
    public void An_undefined_Azure_DevOps_variable_is_not_sent()
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", Server.ApiUrl.ToString());
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "$(DAYTONA_API_KEY)");

        ErrorRecord error = Run("Get-DaytonaSnapshot").AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Contains("Azure DevOps variable", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void An_organization_that_is_not_ASCII_is_refused()
    {
        Shell.Set("token", new PSCredential("José", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization))));

        Run($"Connect-Daytona -Credential $token -ApiUrl {Server.ApiUrl}")
            .AssertFailed("CredentialUnusable", ErrorCategory.AuthenticationError);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_script_that_ignores_a_wrong_key_causes_one_failed_login()
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", Server.ApiUrl.ToString());
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_wrong");

        Outcome outcome = Run("""
            foreach ($name in 'a', 'b', 'c') { Get-DaytonaSnapshot $name }
            'd', 'e' | ForEach-Object { Remove-DaytonaSnapshot $_ }
            New-DaytonaSnapshot f alpine:3.20
            """);

        Assert.Equal(6, outcome.Errors.Count);
        Assert.All(outcome.Errors, static error => Outcome.AssertIs(error, "CredentialRefused", ErrorCategory.AuthenticationError));
        Assert.Single(Requests);
        Assert.Equal("CredentialRefused", Run("Connect-Daytona").Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Single(Requests);
    }

    [Fact]
    public void A_good_key_after_a_wrong_one_is_used_at_once()
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", Server.ApiUrl.ToString());
        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_wrong");
        Run("Get-DaytonaSnapshot").AssertFailed("CredentialRefused", ErrorCategory.AuthenticationError);

        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", Server.ApiKey);

        Run("Get-DaytonaSnapshot").AssertSucceeded();
    }

    [Fact]
    public void Https_to_a_plain_http_server_is_reported()
    {
        Shell.Set("key", Secret(Server.ApiKey));

        ErrorRecord error = Run($"Connect-Daytona -ApiKey $key -ApiUrl https://127.0.0.1:{Server.ApiUrl.Port}/api")
            .AssertFailed("HttpsUnavailable", ErrorCategory.ConnectionError);

        Assert.Contains("does not speak HTTPS", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_Daytona_is_reported()
    {
        Shell.Set("key", Secret(Server.ApiKey));

        ErrorRecord error = Run($"Connect-Daytona -ApiKey $key -ApiUrl {new Uri(Server.ApiUrl, "/")}")
            .AssertFailed("NotDaytona", ErrorCategory.ConnectionError);

        Assert.EndsWith("it usually ends in /api.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_resolved_in_their_documented_order()
    {
        WriteProfile(Server.AddApiKey("cli").Value);
        Assert.Equal("cli", NameOfKeyInUse());

        Environment.SetEnvironmentVariable("DAYTONA_API_URL", Server.ApiUrl.ToString());
        Environment.SetEnvironmentVariable("DAYTONA_JWT_TOKEN", Server.AddAccessToken("bob", Server.DefaultOrganization));
        Environment.SetEnvironmentVariable("DAYTONA_ORGANIZATION_ID", Server.DefaultOrganization.Id);
        Assert.Equal("a token", NameOfKeyInUse());

        Environment.SetEnvironmentVariable("DAYTONA_API_KEY", Server.AddApiKey("environment").Value);
        Assert.Equal("environment", NameOfKeyInUse());

        Shell.Set("key", Secret(Server.AddApiKey("connected").Value));
        PSObject connected = Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").AssertSucceeded().Single;
        Assert.Equal("connected", NameOfKeyInUse());

        Shell.Set("other", Secret(Server.AddApiKey("parameter").Value));
        Run($"$other = Connect-Daytona -ApiKey $other -ApiUrl {Server.ApiUrl}").AssertSucceeded();
        Shell.Set("connected", connected);
        Run("$null = Connect-Daytona -Connection $connected").AssertSucceeded();
        Assert.Equal("parameter", NameOfKeyInUse("-Connection $other"));

        Run("Disconnect-Daytona").AssertSucceeded();
        Assert.Equal("environment", NameOfKeyInUse());
    }

    [Fact]
    public void Without_a_credential_the_error_says_how_to_provide_one()
    {
        ErrorRecord error = Run("Get-DaytonaSnapshot").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);

        Assert.Contains("Connect-Daytona", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("$env:DAYTONA_API_KEY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_CLI_profile_is_only_used_for_its_own_service()
    {
        WriteProfile(Server.ApiKey);

        Run("Connect-Daytona -ApiUrl https://other.example.com/api").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);
    }

    [Fact]
    public void The_region_of_the_environment_is_used_for_new_snapshots()
    {
        Environment.SetEnvironmentVariable("DAYTONA_TARGET", "us");
        Shell.Set("key", Secret(Server.ApiKey));
        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} -SkipCheck").AssertSucceeded();

        Run("New-DaytonaSnapshot a alpine:3.20").AssertSucceeded();

        Assert.Contains("\"regionId\":\"us\"", Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_runspace_shares_the_connection()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").AssertSucceeded();
        Server.AddSnapshot("a");

        Assert.Equal(["a"], Open().Run("Get-DaytonaSnapshot").AssertSucceeded().Names);
    }

    private string NameOfKeyInUse(string arguments = "")
    {
        string name = Guid.NewGuid().ToString("N");
        Run($"Get-DaytonaSnapshot {name}* {arguments}").AssertSucceeded();
        string token = Assert.Single(Requests).Headers["Authorization"]["Bearer ".Length..];
        if (token.StartsWith("eyJ", StringComparison.Ordinal)) return "a token";
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.ApiUrl + "/api-keys/current");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = http.Send(request, Cancelled);
        return JsonDocument.Parse(answer.Content.ReadAsStream(Cancelled)).RootElement.GetProperty("name").GetString()!;
    }
}

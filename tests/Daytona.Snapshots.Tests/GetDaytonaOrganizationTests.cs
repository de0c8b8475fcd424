using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaOrganizationTests : ShellTest
{
    [Fact]
    public void An_API_key_is_refused_without_a_failed_login()
    {
        ErrorRecord error = Run("Get-DaytonaOrganization -Connection $connection").AssertFailed("AccessTokenRequired", ErrorCategory.AuthenticationError);

        Assert.Contains("-AccessToken", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["/api/api-keys/current"], Requests.Select(static request => request.Path));
    }

    [Fact]
    public void A_key_that_may_read_limits_asks_the_service()
    {
        ConnectKey("read:limits");
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Path = "/api/organizations", Status = 200, Body = """[{"id":"1","name":"Team"}]""" });

        Assert.Equal(["Team"], Run("Get-DaytonaOrganization -Connection $user").AssertSucceeded().Names);
    }

    [Fact]
    public void A_refusal_of_organizations_keeps_the_key_usable()
    {
        Server.AddSnapshot("a");
        ConnectKey("read:limits");

        Run("Get-DaytonaOrganization -Connection $user").AssertFailed("AccessTokenRequired", ErrorCategory.AuthenticationError);

        Assert.Equal(["a"], Run("Get-DaytonaSnapshot -Connection $user").AssertSucceeded().Names);
    }

    [Fact]
    public void A_wrong_key_is_not_taken_for_one_without_a_permission()
    {
        Shell.Set("user", Connect(Shell, "dtn_wrong"));

        Run("Get-DaytonaOrganization -Connection $user").AssertFailed("CredentialRefused", ErrorCategory.AuthenticationError);
    }

    [Fact]
    public void The_organizations_of_a_user_are_listed_with_their_limits()
    {
        ConnectUser();

        Outcome outcome = Run("Get-DaytonaOrganization -Connection $user").AssertSucceeded();

        Assert.Equal(["Default", "Team"], outcome.Names.Order());
        Assert.All(outcome.Output, static it => Assert.Null(it.Properties["Usage"].Value));
        Assert.True((int)outcome.Output[0].Properties["MaxCpuPerSandbox"].Value > 0);
    }

    [Fact]
    public void Usage_is_read_on_request()
    {
        Server.AddSnapshot("a");
        Server.DefaultOrganization.SnapshotQuota = 100;
        ConnectUser();

        PSObject organization = Run("Get-DaytonaOrganization default -Usage -Connection $user").AssertSucceeded().Single;

        Assert.Equal("1 of 100 snapshots", organization.Properties["Usage"].Value.ToString());
    }

    [Fact]
    public void A_name_without_a_match_is_an_error()
    {
        ConnectUser();

        Run("Get-DaytonaOrganization nosuch -Connection $user").AssertFailed("OrganizationNotFound", ErrorCategory.ObjectNotFound);
    }

    private void ConnectKey(params string[] permissions) => Shell.Set("user", Connect(Shell, Server.AddApiKey("limited", permissions).Value));

    private void ConnectUser()
    {
        LocalOrganization team = Server.AddOrganization("Team");
        Shell.Set("token", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization, team)));
        Shell.Set("url", Server.ApiUrl);
        Shell.Set("organization", team.Id);
        Shell.Set("user", Shell.Run("Connect-Daytona -AccessToken $token -OrganizationId $organization -ApiUrl $url -SkipCheck").AssertSucceeded().Single);
    }
}

using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaOrganizationTests : ShellTest
{
    [Fact]
    public void An_API_key_is_refused_before_any_request()
    {
        ErrorRecord error = Run("Get-DaytonaOrganization -Connection $connection").AssertFailed("AccessTokenRequired", ErrorCategory.AuthenticationError);

        Assert.Contains("-AccessToken", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
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

    private void ConnectUser()
    {
        LocalOrganization team = Server.AddOrganization("Team");
        Shell.Set("token", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization, team)));
        Shell.Set("url", Server.ApiUrl);
        Shell.Set("organization", team.Id);
        Shell.Set("user", Shell.Run("Connect-Daytona -AccessToken $token -OrganizationId $organization -ApiUrl $url -SkipCheck").AssertSucceeded().Single);
    }
}

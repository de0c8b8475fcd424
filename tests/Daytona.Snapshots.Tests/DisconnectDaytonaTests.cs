using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class DisconnectDaytonaTests : ProcessWideTest
{
    [Fact]
    public void Disconnecting_forgets_the_connection()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").AssertSucceeded();

        Assert.Empty(Run("Disconnect-Daytona").AssertSucceeded().Output);

        Run("Get-DaytonaSnapshot").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);
        Assert.Empty(Requests);
    }

    [Fact]
    public void Disconnecting_without_a_connection_does_nothing()
    {
        Run("Disconnect-Daytona; Disconnect-Daytona").AssertSucceeded();
    }
}

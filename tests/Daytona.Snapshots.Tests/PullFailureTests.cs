using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>An image that can't be pulled is reported with the registry that is configured for its host.</summary>
public sealed class PullFailureTests : RegistryShellTest
{
    [Theory]
    [InlineData("registry.example.com/pull-fail:1", "Configured for registry.example.com: 'team' (user robot). If the password has changed, run Set-DaytonaRegistry team.")]
    [InlineData("other.example.com/pull-fail:1", "No container registry is configured for other.example.com. If the image is private, run New-DaytonaRegistry.")]
    [InlineData("library/pull-fail:1", "No container registry is configured for docker.io.")]
    public void A_failed_pull_is_reported_with_its_registry(string image, string advice)
    {
        Add("team");

        ErrorRecord error = Run($"New-DaytonaSnapshot a {image}").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.Contains(advice, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_build_is_reported_without_registries()
    {
        ErrorRecord error = Run("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'exit 7' | New-DaytonaSnapshot a").Error;

        Assert.DoesNotContain("registry", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_reports_the_registry_too()
    {
        Add("team");
        Server.AddSnapshot("a");

        ErrorRecord error = Run("Set-DaytonaSnapshot a registry.example.com/pull-fail:1").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.Contains("The old one is unchanged. Configured for registry.example.com: 'team' (user robot).", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_may_not_list_registries_still_gets_the_failure()
    {
        Server.Faults.Add(new Fault { Path = "/api/docker-registry", Kind = FaultKind.Answer, Status = 403 });

        ErrorRecord error = Run("New-DaytonaSnapshot a registry.example.com/pull-fail:1").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.EndsWith("To free it, run Remove-DaytonaSnapshot a.", error.ToString(), StringComparison.Ordinal);
    }
}

using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaRegistryTests : RegistryShellTest
{
    [Fact]
    public void An_invalid_wildcard_is_a_name_that_no_registry_has()
    {
        Run("Get-DaytonaRegistry '[a'").AssertFailed("RegistryNotFound", ErrorCategory.ObjectNotFound);
    }

    [Theory]
    [InlineData("", "other team")]
    [InlineData("t*", "team")]
    [InlineData("team, OTHER", "other team")]
    [InlineData("x*", "")]
    public void Registries_are_listed_or_found_by_name(string names, string found)
    {
        Add("team");
        Add("other");

        Assert.Equal(found, string.Join(' ', Run($"Get-DaytonaRegistry {names}").AssertSucceeded().Names.Order()));
    }

    [Fact]
    public void A_registry_is_found_by_its_id()
    {
        string id = Add("team");

        Assert.Equal("team", Run($"Get-DaytonaRegistry -Id {id}").AssertSucceeded().Single.ToString());
    }

    [Fact]
    public void A_name_without_a_match_is_an_error() =>
        Run("Get-DaytonaRegistry nosuch").AssertFailed("RegistryNotFound", ErrorCategory.ObjectNotFound);

    [Fact]
    public void Shared_registries_are_completed_by_ID()
    {
        Add("team");
        string[] ids = [Add("twin"), Add("twin")];

        IEnumerable<string> completions = Shell.Complete("Remove-DaytonaRegistry -Connection $connection -Name ").Select(static it => it.CompletionText);

        Assert.Equal(ids.Append("team").Order(), completions.Order());
    }
}

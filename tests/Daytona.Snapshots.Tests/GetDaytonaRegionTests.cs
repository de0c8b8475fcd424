using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaRegionTests : ShellTest
{
    [Fact]
    public void Regions_are_listed_with_their_type()
    {
        Server.Regions.Add(new LocalRegion("eu-1", "Europe", "shared"));

        Outcome outcome = Run("Get-DaytonaRegion -Connection $connection").AssertSucceeded();

        Assert.Equal(["Europe shared", "us shared"], outcome.Output.Select(static it => $"{it} {it.Properties["RegionType"].Value}").Order());
    }

    [Theory]
    [InlineData("eu-1")]
    [InlineData("europe")]
    [InlineData("Eur*")]
    public void A_region_is_found_by_its_name_or_id(string name)
    {
        Server.Regions.Add(new LocalRegion("eu-1", "Europe"));

        Assert.Equal("Europe", Run($"Get-DaytonaRegion {name} -Connection $connection").AssertSucceeded().Single.ToString());
    }

    [Fact]
    public void A_name_without_a_match_is_an_error() =>
        Run("Get-DaytonaRegion nowhere -Connection $connection").AssertFailed("RegionNotFound", ErrorCategory.ObjectNotFound);
}

using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class SetDaytonaWarmPoolTests : WarmPoolTest
{
    [Fact]
    public void A_pool_is_created_resized_and_drained()
    {
        Run("Set-DaytonaWarmPool app -Size 5").AssertSucceeded();
        Assert.Equal(["app us 5"], Pools);
        Run("Get-DaytonaWarmPool app | Set-DaytonaWarmPool -Size 2").AssertSucceeded();
        Assert.Equal(["app us 2"], Pools);
        Run("Get-DaytonaSnapshot app | Set-DaytonaWarmPool -Size 0").AssertSucceeded();
        Assert.Equal(["app us 0"], Pools);

        Run("Set-DaytonaWarmPool app 0").AssertSucceeded();
        Assert.Empty(Changes);
    }

    [Fact]
    public void A_snapshot_has_a_pool_in_each_region()
    {
        Run("$null = Set-DaytonaWarmPool app 1; $null = Set-DaytonaWarmPool app 2 -Region eu").AssertSucceeded();

        Assert.Contains("several regions: us, eu. Specify -Region.", Run("Set-DaytonaWarmPool app 3").AssertFailed("WarmPoolAmbiguous", ErrorCategory.InvalidArgument).ToString(), StringComparison.Ordinal);
        Run("Set-DaytonaWarmPool app 3 -Region us").AssertSucceeded();
        Assert.Equal(["app eu 2", "app us 3"], Pools.Order());
    }

    [Theory]
    [InlineData("Set-DaytonaWarmPool app 5 -WhatIf")]
    [InlineData("Set-DaytonaWarmPool app 5 -Confirm")]
    public void Without_consent_nothing_is_changed(string line)
    {
        Assert.Empty(Run(line).AssertSucceeded().Output);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("Set-DaytonaWarmPool nobody 1", "SnapshotNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Set-DaytonaWarmPool app 1 -Region mars", "RegionNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("42 | Set-DaytonaWarmPool -Size 1", "NotASnapshot", ErrorCategory.InvalidArgument)]
    [InlineData("[pscustomobject]@{ Id = 'gone' } | Set-DaytonaWarmPool -Size 1", "WarmPoolNotFound", ErrorCategory.ObjectNotFound)]
    public void A_pool_that_is_not_possible_is_an_error(string line, string id, ErrorCategory category)
    {
        Run(line).AssertFailed(id, category);
        Assert.Empty(Pools);
    }

    [Fact]
    public void A_lost_response_creates_no_second_pool()
    {
        AccelerateClock();
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/warm-pools", Kind = FaultKind.CloseAfter });

        Run("Set-DaytonaWarmPool app 5").AssertSucceeded();

        Assert.Equal(["app us 5"], Pools);
        Assert.Single(Requests, static request => request.Method == "POST");
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot app alpine:3.21")]
    [InlineData("Set-DaytonaSnapshot app alpine:3.21 -WhatIf")]
    [InlineData("@{ Name = 'app'; Image = 'alpine:3.21' } | Sync-DaytonaSnapshot")]
    [InlineData("@{ Name = 'app'; Image = 'alpine:3.21' } | Sync-DaytonaSnapshot -WhatIf")]
    public void A_replacement_warns_of_the_pools_of_its_snapshot(string line)
    {
        Run("$null = Set-DaytonaWarmPool app 5; $null = Set-DaytonaWarmPool web 5").AssertSucceeded();

        Assert.StartsWith("A warm pool in us keeps 5 sandboxes of 'app' ready.", Assert.Single(Run(line).AssertSucceeded().Warnings), StringComparison.Ordinal);
    }
}

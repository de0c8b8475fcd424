using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class RemoveDaytonaWarmPoolTests : WarmPoolTest
{
    [Theory]
    [InlineData("Remove-DaytonaWarmPool app")]
    [InlineData("Get-DaytonaWarmPool app | Remove-DaytonaWarmPool")]
    [InlineData("'app' | Remove-DaytonaWarmPool -Region us")]
    public void A_pool_is_removed(string line)
    {
        Run("$null = Set-DaytonaWarmPool app 5; $null = Set-DaytonaWarmPool web 2; Remove-DaytonaWarmPool app -WhatIf").AssertSucceeded();
        Assert.Equal(2, Pools.Count);

        Assert.Empty(Run(line).AssertSucceeded().Output);

        Assert.Equal(["web us 2"], Pools);
        Run("Remove-DaytonaWarmPool app").AssertFailed("WarmPoolNotFound", ErrorCategory.ObjectNotFound);
    }
}

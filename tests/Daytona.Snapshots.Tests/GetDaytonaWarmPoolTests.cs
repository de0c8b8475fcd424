using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaWarmPoolTests : WarmPoolTest
{
    [Fact]
    public void Pools_are_found_by_snapshot_wildcard_and_ID()
    {
        string id = (string)Run("Set-DaytonaWarmPool app 5; $null = Set-DaytonaWarmPool web 2").AssertSucceeded().Single.Properties["Id"].Value;

        Assert.Equal(["app us 5", "web us 2"], Pools.Order());
        Assert.Equal(["web"], Run("Get-DaytonaWarmPool w*").AssertSucceeded().Output.Select(static it => it.ToString()));
        Assert.Equal(id, Run($"Get-DaytonaWarmPool {id}").AssertSucceeded().Single.Properties["Id"].Value);
        Run("Get-DaytonaWarmPool nobody").AssertFailed("WarmPoolNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_pool_has_the_sizes_of_its_sandboxes()
    {
        Server.Change("app", static it => (it.Cpu, it.Mem, it.Disk) = (2, 4, 8));

        PSObject pool = Run("Set-DaytonaWarmPool app 5; Get-DaytonaWarmPool").AssertSucceeded().Output[1];

        Assert.Equal((2, 4, 8), (pool.Properties["Cpu"].Value, pool.Properties["Memory"].Value, pool.Properties["Disk"].Value));
        Assert.Equal((5, "daytona"), (pool.Properties["Size"].Value, pool.Properties["OsUser"].Value));
    }
}

using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class RemoveDaytonaRegistryTests : RegistryShellTest
{
    [Fact]
    public void Piped_registries_are_removed_by_their_ids()
    {
        Add("team");
        Add("team");
        Add("other");

        Run("Get-DaytonaRegistry team | Remove-DaytonaRegistry").AssertSucceeded();

        Assert.Equal(["other"], Server.Registries.Select(static it => it.Name));
    }

    [Fact]
    public void An_error_of_one_registry_does_not_affect_the_others()
    {
        Add("team");

        Run("'nosuch', 'team' | Remove-DaytonaRegistry").AssertFailed("RegistryNotFound", ErrorCategory.ObjectNotFound);

        Assert.Empty(Server.Registries);
    }

    [Fact]
    public void WhatIf_removes_nothing()
    {
        Add("team");

        Run("Remove-DaytonaRegistry team -WhatIf").AssertSucceeded();

        Assert.Single(Server.Registries);
    }
}

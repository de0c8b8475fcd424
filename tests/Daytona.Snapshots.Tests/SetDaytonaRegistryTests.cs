using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class SetDaytonaRegistryTests : RegistryShellTest
{
    [Fact]
    public void Omitted_values_remain_unchanged()
    {
        Add("team", "-Project apps");
        Shell.Set("credential", new PSCredential("robot2", Secret("new")));

        Assert.Empty(Run("Set-DaytonaRegistry team $credential").AssertSucceeded().Output);

        LocalRegistry registry = Assert.Single(Server.Registries);
        Assert.Equal(
            ("team", "https://registry.example.com", "robot2", "new", "apps"),
            (registry.Name, registry.Url, registry.UserName, registry.Password, registry.Project));
    }

    [Fact]
    public void Name_URL_and_project_can_be_changed()
    {
        Add("team", "-Project apps");

        PSObject changed = Run("Set-DaytonaRegistry team $credential -NewName other -Url https://other.example.com -Project '' -PassThru").AssertSucceeded().Single;

        Assert.Equal(("other", "https://other.example.com", null), (changed.Properties["Name"].Value, changed.Properties["Url"].Value, changed.Properties["Project"].Value));
    }

    [Fact]
    public void A_name_that_several_have_is_an_error_with_their_ids()
    {
        string[] ids = [Add("team"), Add("team")];

        ErrorRecord error = Run("Set-DaytonaRegistry team $credential").AssertFailed("RegistryAmbiguous", ErrorCategory.InvalidArgument);

        Assert.All(ids, id => Assert.Contains(id, error.ToString(), StringComparison.Ordinal));
        Assert.Empty(Changes);
    }

    [Fact]
    public void An_ID_selects_one_of_several_registries()
    {
        string id = Add("team");
        Add("team");

        Run($"Set-DaytonaRegistry {id} $credential -NewName mine").AssertSucceeded();

        Assert.Equal(["mine", "team"], Server.Registries.Select(static it => it.Name).Order());
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Add("team");

        Run("Set-DaytonaRegistry team $credential -NewName other -WhatIf").AssertSucceeded();

        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("nosuch", "RegistryNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("5", "NotARegistry", ErrorCategory.InvalidArgument)]
    public void An_object_that_is_not_a_registry_is_an_error(string reference, string id, ErrorCategory category) =>
        Run($"Set-DaytonaRegistry {reference} $credential").AssertFailed(id, category);
}

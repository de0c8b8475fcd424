using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class NewDaytonaRegistryTests : RegistryShellTest
{
    [Theory]
    [InlineData("'a b'")]
    [InlineData("\"a`nb\"")]
    [InlineData("'ftp://registry.example.com'")]
    [InlineData("'https://bob:pw@registry.example.com'")]
    [InlineData("'https://registry.example.com?x'")]
    [InlineData("([char]0xd800 + 'x')")]
    public void An_unusable_URL_is_refused_before_the_request(string url)
    {
        Run($"New-DaytonaRegistry team {url} $credential -WhatIf").AssertFailed("NotARegistry", ErrorCategory.InvalidArgument);
        Run($"New-DaytonaRegistry team {url} $credential").AssertFailed("NotARegistry", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_registry_is_added_and_its_password_never_comes_back()
    {
        Outcome outcome = Run("New-DaytonaRegistry team https://registry.example.com $credential -Project apps -Verbose -Debug").AssertSucceeded();

        LocalRegistry registry = Assert.Single(Server.Registries);
        Assert.Equal(("team", "robot", "not-a-secret", "apps"), (registry.Name, registry.UserName, registry.Password, registry.Project));
        Assert.DoesNotContain(outcome.Single.Properties, static property => "not-a-secret".Equals(property.Value));
        Assert.DoesNotContain(outcome.Verbose.Concat(outcome.Debug), static line => line.Contains("not-a-secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_credential_without_a_password_is_refused_at_once()
    {
        Shell.Set("empty", new PSCredential("robot", new System.Security.SecureString()));

        Run("New-DaytonaRegistry team https://registry.example.com $empty").AssertFailed("InvalidRegistryCredential", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void Rows_of_a_table_are_registries()
    {
        Run("[pscustomobject]@{ Name = 'a'; Url = 'https://a.example.com'; Project = '' }, [pscustomobject]@{ Name = 'b'; Url = 'https://b.example.com'; Project = 'apps' } | New-DaytonaRegistry -Credential $credential").AssertSucceeded();

        Assert.Equal([("a", null), ("b", "apps")], Server.Registries.Select(static it => (it.Name, string.IsNullOrEmpty(it.Project) ? null : it.Project)).Order());
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        Assert.Empty(Run("New-DaytonaRegistry team https://registry.example.com $credential -WhatIf").AssertSucceeded().Output);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_URL_that_the_service_refuses_is_an_error_in_its_words()
    {
        ErrorRecord error = Run("New-DaytonaRegistry team 'https://_x.example.com' $credential").AssertFailed("Refused", ErrorCategory.InvalidOperation);

        Assert.Contains("url must be a URL address", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_permission_of_a_key_is_named()
    {
        Shell.UseConnection(Connect(Shell, Server.AddApiKey("reader").Value));

        ErrorRecord error = Run("New-DaytonaRegistry team https://registry.example.com $credential -Connection $connection")
            .AssertFailed("PermissionMissing", ErrorCategory.PermissionDenied);

        Assert.Contains("write:registries", error.ToString(), StringComparison.Ordinal);
    }
}

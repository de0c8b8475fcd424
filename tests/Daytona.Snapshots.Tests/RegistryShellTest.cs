using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>A shell with a credential for registries in $credential.</summary>
public abstract class RegistryShellTest : ShellTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Shell.Run("$PSDefaultParameterValues['*-Daytona*:Connection'] = $connection").AssertSucceeded();
        Shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
    }

    /// <summary>Adds a registry.</summary>
    /// <returns>Its ID.</returns>
    private protected string Add(string name, string more = "") => (string)Shell
        .Run($"New-DaytonaRegistry {name} https://registry.example.com $credential {more}").AssertSucceeded().Single.Properties["Id"].Value;
}

using System.Runtime.CompilerServices;

namespace Daytona.Tests;

/// <summary>What every process of the tests has in its environment, and each program that it starts.</summary>
internal static class TestEnvironment
{
    // Many times what a project takes on a quiet machine.
    private static readonly TimeSpan MaxRunTime = TimeSpan.FromMinutes(25);

    [ModuleInitializer]
    internal static void Set()
    {
        // The tests of CI output turn it on themselves.
        Environment.SetEnvironmentVariable("DAYTONA_CI_OUTPUT", "off");
        // What the tests connect to is on this machine or does not exist, whatever proxy it has.
        foreach (string name in (string[])["http_proxy", "https_proxy", "all_proxy"])
        {
            Environment.SetEnvironmentVariable(name, null);
            Environment.SetEnvironmentVariable(name.ToUpperInvariant(), null);
        }

        // As in tests/runtimeconfig.template.json. PowerShell compiles scripts to methods that the runtime would optimize at once.
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "0xFFFFFF");
        Environment.SetEnvironmentVariable("DOTNET_JITMinOpts", "1");
        // A project that hangs is ended.
        new Thread(EndLate) { IsBackground = true }.Start();
    }

    private static void EndLate()
    {
        Thread.Sleep(MaxRunTime);
        Environment.FailFast($"The tests took longer than {MaxRunTime.TotalMinutes} minutes.");
    }
}

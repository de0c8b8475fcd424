using Daytona.Local;
using Daytona.Playground.Shells;

namespace Daytona.Playground;

/// <summary>Plays the module's main jobs, each command before its output.</summary>
internal static class Tour
{
    private static readonly (string Says, string Command)[] Steps =
    [
        ("What is there:", "Get-DaytonaSnapshot"),
        ("A new one from an image, waited for until sandboxes can start from it:",
            "New-DaytonaSnapshot data-science:v2 -Image python:3.12-slim -Cpu 2 -Memory 4GB"),
        ("The clean-up that everything serves, first to look at:",
            "Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot -WhatIf"),
        ("and then for good:", "Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot -Verbose"),
        ("Out of use for now:", "Disable-DaytonaSnapshot data-science:v2 -PassThru"),
        ("What goes wrong says what to do:", "Enable-DaytonaSnapshot data-science:v2"),
        ("Gone, and its name free again:", "Remove-DaytonaSnapshot data-science:v2 -Wait"),
        ("What is left:", "Get-DaytonaSnapshot | Where-Object General -eq $false"),
    ];

    // The step that shows an error shows it on purpose.
    private const string FailsOnPurpose = "Enable-DaytonaSnapshot data-science:v2";

    /// <summary>Plays it.</summary>
    /// <returns>0 when every step did what it should.</returns>
    public static int Play(LocalServer server)
    {
        using HostedShell shell = HostedShell.Open(server);
        Console.WriteLine(Startup.Greeting(server));
        bool asPlanned = true;
        foreach ((string says, string command) in Steps)
        {
            Console.WriteLine();
            Console.WriteLine("# " + says);
            Console.WriteLine("PS> " + command);
            bool succeeded = shell.Invoke(command) == 0;
            asPlanned &= succeeded != (command == FailsOnPurpose);
        }

        return asPlanned ? 0 : 1;
    }
}

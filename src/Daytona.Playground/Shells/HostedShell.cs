using Daytona.Local;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Daytona.Playground.Hosting;

namespace Daytona.Playground.Shells;

/// <summary>PowerShell's engine in this process: for machines without a pwsh. It has the core cmdlets only.</summary>
internal sealed class HostedShell : IDisposable
{
    // Read by the commands' own last line: after Out-Default, $? is Out-Default's.
    private const string Succeeded = "PlaygroundSucceeded";

    private readonly PlaygroundHost _host = new();
    private readonly Runspace _runspace;

    private HostedShell(LocalServer server)
    {
        foreach ((string name, string value) in Startup.Environment(server)) Environment.SetEnvironmentVariable(name, value);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Environment.CurrentDirectory);
        Invoke(Startup.ImportModule);
    }

    /// <summary>Opens a shell that is connected to the server.</summary>
    public static HostedShell Open(LocalServer server) => new(server);

    /// <summary>Runs commands or a script, and gives the exit code that pwsh would give.</summary>
    public static int Run(PlaygroundArguments arguments, LocalServer server)
    {
        using HostedShell shell = Open(server);
        return shell.Invoke(Startup.ScriptOf(arguments));
    }

    /// <summary>Runs commands with their output on the console, as if they were typed.</summary>
    /// <returns>0 when the last one succeeded, 1 when it failed, or what <c>exit</c> said.</returns>
    public int Invoke(string commands)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript($"{commands}\n$global:{Succeeded} = $?");
        // Errors go the same way as output, so that they stand where they happened.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");

        using var stop = new ConsoleStop(shell);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            if (_host.ExitCode is null) _host.UI.WriteErrorLine(exception.ErrorRecord.ToString());
            return _host.ExitCode ?? 1;
        }

        return _host.ExitCode ?? (_runspace.SessionStateProxy.GetVariable(Succeeded) is false ? 1 : 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    /// <summary>Ctrl+C stops the commands and not this program.</summary>
    private sealed class ConsoleStop : IDisposable
    {
        private readonly PowerShell _shell;

        public ConsoleStop(PowerShell shell)
        {
            _shell = shell;
            Console.CancelKeyPress += OnCancel;
        }

        public void Dispose() => Console.CancelKeyPress -= OnCancel;

        private void OnCancel(object? sender, ConsoleCancelEventArgs key)
        {
            key.Cancel = true;
            _shell.BeginStop(null, null);
        }
    }
}

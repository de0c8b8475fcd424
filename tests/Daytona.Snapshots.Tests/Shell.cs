using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Daytona.Snapshots.Tests;

/// <summary>PowerShell's engine in this process with the module imported: runs what a user types.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    public Shell()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Select-First", typeof(SelectFirstCommand), null));
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        Run($"Import-Module '{ModuleManifest.Path}'").AssertSucceeded();
    }

    /// <summary>Whoever sits before the shell.</summary>
    public AnsweringHost Host { get; } = new();

    /// <summary>Sets a variable that commands can use.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Gives every cmdlet of the module this connection, as a user might in a profile.</summary>
    public void UseConnection(PSObject connection)
    {
        Set("connection", connection);
        Run("$PSDefaultParameterValues['*-DaytonaSnapshot*:Connection'] = $connection").AssertSucceeded();
    }

    /// <summary>Runs commands to their end.</summary>
    public Outcome Run(string commands)
    {
        using PowerShell shell = Create(commands);
        return Run(shell, static (shell, output) => shell.Invoke(null, output));
    }

    /// <summary>Runs commands, and stops them as Ctrl+C does when the signal comes.</summary>
    public async Task<Outcome> RunUntilAsync(string commands, Task stop)
    {
        using PowerShell shell = Create(commands);
        Task<Outcome> run = Task.Factory.StartNew(
            () => Run(shell, static (shell, output) => shell.Invoke(null, output)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (await Task.WhenAny(run, stop) != run) shell.Stop();
        return await run;
    }

    /// <summary>What Tab offers at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }

    public void Dispose() => _runspace.Dispose();

    private PowerShell Create(string commands)
    {
        PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(commands);
        return shell;
    }

    private static Outcome Run(PowerShell shell, Action<PowerShell, List<PSObject>> invoke)
    {
        var output = new List<PSObject>();
        ErrorRecord? end = null;
        try
        {
            invoke(shell, output);
        }
        catch (PipelineStoppedException)
        {
        }
        catch (RuntimeException exception)
        {
            end = exception.ErrorRecord;
        }

        return new Outcome
        {
            Output = output,
            Errors = [.. shell.Streams.Error],
            End = end,
            Verbose = [.. shell.Streams.Verbose.Select(static record => record.Message)],
            Warnings = [.. shell.Streams.Warning.Select(static record => record.Message)],
            Debug = [.. shell.Streams.Debug.Select(static record => record.Message)],
            Progress = [.. shell.Streams.Progress],
        };
    }
}

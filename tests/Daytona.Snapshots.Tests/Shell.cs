using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Daytona.Snapshots.Tests;

/// <summary>
/// PowerShell's engine in this process with the module imported: runs what a user types. The start costs more than a test, so a shell
/// that is as it was at its start is used again.
/// </summary>
internal sealed class Shell : IDisposable
{
    private static readonly ConcurrentBag<Shell> Idle = [];

    private readonly Runspace _runspace;
    private readonly string _location;
    private readonly string _items;
    private readonly Dictionary<string, object?> _variables;

    private Shell()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Select-First", typeof(SelectFirstCommand), null));
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        Run($"Import-Module '{ModuleManifest.Path}'").AssertSucceeded();
        _location = _runspace.SessionStateProxy.Path.CurrentLocation.Path;
        _items = ListItems();
        _variables = Variables.ToDictionary(static it => it.Name, static it => (object?)it.Value);
    }

    /// <summary>Gets a shell that nobody uses, without variables, at its first location.</summary>
    public static Shell Open()
    {
        if (Idle.TryTake(out Shell? idle)) return idle;
        // One after the other: of several that opened at once, PowerShell has left one without a current drive.
        lock (Idle) return new Shell();
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

    private IEnumerable<PSVariable> Variables =>
        _runspace.SessionStateProxy.InvokeProvider.Item.Get("Variable:*").Select(static it => it.BaseObject).OfType<PSVariable>();

    /// <summary>Keeps the shell for others if it can be brought into the state of its start, and closes it otherwise.</summary>
    public void Dispose()
    {
        ResetVariables();
        _runspace.SessionStateProxy.Path.SetLocation(_location);
        Host.Reset();
        if (ListItems() == _items) Idle.Add(this);
        else _runspace.Dispose();
    }

    // The engine's own reset makes $? a variable like any other.
    private void ResetVariables()
    {
        foreach (PSVariable variable in Variables.ToList())
        {
            if (!_variables.TryGetValue(variable.Name, out object? value)) _runspace.SessionStateProxy.PSVariable.Remove(variable);
            else if ((variable.Options & (ScopedItemOptions.Constant | ScopedItemOptions.ReadOnly)) != 0) continue;
            else if (value is IDictionary values) values.Clear();
            else if (value is ArrayList list) list.Clear();
            else if (!Equals(variable.Value, value)) variable.Value = value;
        }
    }

    // The rest of the state. A shell in which it has changed is not used again.
    private string ListItems() => string.Join(
        ' ',
        ((string[])["Function:", "Alias:"]).SelectMany(drive => _runspace.SessionStateProxy.InvokeProvider.ChildItem.GetNames(drive, ReturnContainers.ReturnAllContainers, recurse: false))
            .Concat(_runspace.SessionStateProxy.Drive.GetAll().Select(static drive => drive.Name)));

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

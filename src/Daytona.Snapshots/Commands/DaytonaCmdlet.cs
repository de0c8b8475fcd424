using System.Management.Automation;
using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Parameters;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// The base of all cmdlets that use a connection: it resolves the connection, brings asynchronous work to the pipeline thread,
/// and stops that work however the pipeline ends.
/// </summary>
public abstract class DaytonaCmdlet : PSCmdlet, IDisposable
{
    // Requests end at once when they are canceled. Cleaning up takes longer, and continues after the cmdlet.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(100);

    private const string ConsoleHostName = "ConsoleHost";

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stoppingToken;
    private readonly PipelinePump _pump;
    private readonly List<Task> _started = [];
    private readonly HashSet<string> _warnings = [];
    private Connection? _connection;
    private IDaytonaClient? _client;
    private bool _showsProgress;
    private bool _showsWaiting;

    private protected DaytonaCmdlet()
    {
        _stoppingToken = _stopping.Token;
        _pump = new PipelinePump(ShowWaiting, _stoppingToken);
    }

    /// <summary>The account to use instead of the process's current one, from <c>Connect-Daytona</c>.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <summary>The connection that this cmdlet uses.</summary>
    private protected Connection ConnectionInUse =>
        _connection ??= Connection ?? CurrentConnection.Get() ?? throw CredentialResolver.NotFound();

    /// <summary>The client, which reports its requests to Debug, and waits and retries to Verbose.</summary>
    private protected IDaytonaClient Client => _client ??= Observe(ConnectionInUse);

    /// <summary>Canceled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stoppingToken;

    private protected PipelinePump Pump => _pump;

    private protected Version? ShellVersion =>
        (SessionState.PSVariable.GetValue("PSVersionTable") as System.Collections.IDictionary)?["PSVersion"] switch
        {
            Version version => version,
            { } semantic => Version.TryParse(semantic.ToString()!.Split('-')[0], out Version? version) ? version : null,
            null => null,
        };

    /// <summary>Cancels all work. PowerShell calls it at every end of a pipeline.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <summary>Cancels all work at Ctrl+C.</summary>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Cancels all work.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || (_stopping.IsCancellationRequested && _started.Count == 0)) return;
        _stopping.Cancel();
        Task[] left;
        lock (_started)
        {
            left = [.. _started.Where(task => !task.IsCompleted)];
            _started.Clear();
        }

        Task all = Task.WhenAll(left).ContinueWith(static _ => { }, TaskScheduler.Default);
        if (!all.Wait(ShutdownTimeout)) PendingCleanup.Add(all);
    }

    /// <summary>Whether -WhatIf is in effect.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("WhatIfPreference") is SwitchParameter { IsPresent: true } or true;

    /// <summary>Asks the user whether to continue. Ends the pipeline with an error if the shell is not interactive.</summary>
    /// <param name="question">The question.</param>
    /// <param name="advice">How to skip the question, as a sentence.</param>
    private protected bool AskToContinue(string question, string advice)
    {
        InvalidOperationException? refusal = null;
        try
        {
            // The console treats the end of a redirected input, and an empty line, as a yes.
            if (Host.Name != ConsoleHostName || !Console.IsInputRedirected) return ShouldContinue(DisplayText.Clean(question), MyInvocation.MyCommand.Name);
        }
        catch (InvalidOperationException exception)
        {
            refusal = exception;
        }

        Report(ErrorId.ConfirmationUnavailable.With($"This shell is not interactive and can't ask: {question} {advice}", null, refusal));
        return false;
    }

    /// <summary>Shows Progress on the pipeline thread.</summary>
    internal void ShowProgress(ProgressRecord record)
    {
        _showsProgress = record.RecordType != ProgressRecordType.Completed;
        WriteProgress(record);
    }

    private protected virtual void Begin()
    {
    }

    private protected virtual void Process()
    {
    }

    private protected virtual void End()
    {
    }

    /// <summary>A connection's client, which reports to this cmdlet.</summary>
    private protected IDaytonaClient Observe(Connection connection) => connection.GetClient(ShellVersion).ObservedBy(new Observer(this));

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work) => _pump.Await(Start(() => work(_stoppingToken)));

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread.</summary>
    private protected void Await(Func<CancellationToken, Task> work) => Await(async stopping =>
    {
        await work(stopping);
        return true;
    });

    /// <summary>Starts asynchronous work off the pipeline thread. It is canceled when the pipeline ends.</summary>
    private protected Task<T> Start<T>(Func<Task<T>> work)
    {
        Task<T> task = Task.Run(work, _stoppingToken);
        lock (_started)
        {
            _started.RemoveAll(static started => started.IsCompleted);
            _started.Add(task);
        }

        return task;
    }

    /// <summary>Reports an error. A connection error ends the pipeline; any other error concerns only its item.</summary>
    private protected virtual void Report(CmdletError error)
    {
        if (error.Id.EndsPipeline) ThrowTerminatingError(error.Record);
        WriteError(error.Record);
    }

    /// <summary>Reports an error from any thread.</summary>
    private protected virtual void PostError(CmdletError error) => _pump.Post(() => Report(error));

    /// <summary>Writes a warning, once for each text, however many requests and items it concerns.</summary>
    private protected void Warn(string text)
    {
        if (_warnings.Add(text)) WriteWarning(DisplayText.Clean(text));
    }

    /// <summary>Writes a line to Verbose from any thread.</summary>
    private protected void PostVerbose(string line) => _pump.Post(() => WriteVerbose(DisplayText.Clean(line)));

    /// <summary>Writes an object to the pipeline from any thread.</summary>
    private protected void PostOutput(object item) => _pump.Post(() => WriteObject(item));

    // A cmdlet that waits must show it within seconds.
    private void ShowWaiting()
    {
        if (_showsProgress || _connection is null) return;
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, $"Waiting for {_connection.ApiUrl.Host}"));
        _showsWaiting = true;
    }

    private void HideWaiting()
    {
        if (!_showsWaiting) return;
        _showsWaiting = false;
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, " ") { RecordType = ProgressRecordType.Completed });
    }

    // Only the client's exceptions become errors. Exceptions of Write* and ShouldProcess are how PowerShell ends a pipeline.
    private void Guard(Action action)
    {
        try
        {
            action();
            _pump.RunPosted();
            HideWaiting();
        }
        catch (DaytonaException exception)
        {
            Report(ErrorRecords.For(exception, target: null, _connection?.ApiUrl));
        }
    }

    private sealed class Observer(DaytonaCmdlet cmdlet) : IClientObserver
    {
        public void OnRequest(string line) => cmdlet._pump.Post(() => cmdlet.WriteDebug(DisplayText.Clean(line)));

        public void OnNotice(string line) => cmdlet.PostVerbose(line);

        public void OnWarning(string line) => cmdlet._pump.Post(() => cmdlet.Warn(line));
    }
}

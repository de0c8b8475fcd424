using System.Management.Automation;
using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// What all cmdlets share: the connection, the pump that brings asynchronous work to the pipeline thread, and an end that
/// leaves nothing running, however the pipeline ends.
/// </summary>
public abstract class DaytonaCmdlet : PSCmdlet, IDisposable
{
    /// <summary>How long is waited where the caller does not say.</summary>
    private protected static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(60);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    // Time for requests under way to see that they are cancelled.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stoppingToken;
    private readonly PipelinePump _pump;
    private readonly List<Task> _started = [];
    private Connection? _connection;
    private IDaytonaClient? _client;

    private protected DaytonaCmdlet()
    {
        _stoppingToken = _stopping.Token;
        _pump = new PipelinePump(_stoppingToken);
    }

    /// <summary>The account to use instead of the process's own, as <c>Connect-Daytona</c> emits it.</summary>
    [Parameter]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <summary>The connection that this call uses.</summary>
    private protected Connection ConnectionInUse =>
        _connection ??= Connection ?? CurrentConnection.Get() ?? throw new NoCredentialsException();

    /// <summary>The client, which tells Debug of its requests and Verbose of what a person would want to know.</summary>
    private protected IDaytonaClient Client => _client ??= Observe(ConnectionInUse);

    /// <summary>Is cancelled when the pipeline ends before its time.</summary>
    private protected CancellationToken StopToken => _stoppingToken;

    private protected PipelinePump Pump => _pump;

    private protected Version? ShellVersion =>
        (SessionState.PSVariable.GetValue("PSVersionTable") as System.Collections.IDictionary)?["PSVersion"] switch
        {
            Version version => version,
            { } semantic => Version.TryParse(semantic.ToString()!.Split('-')[0], out Version? version) ? version : null,
            null => null,
        };

    /// <summary>Cancels everything and waits for it. PowerShell calls it at every end of a pipeline.</summary>
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

    /// <summary>Ctrl+C: ends all requests and waits.</summary>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Cancels everything and waits for it.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _stopping.IsCancellationRequested && _started.Count == 0) return;
        _stopping.Cancel();
        Task[] left;
        lock (_started)
        {
            left = [.. _started.Where(task => !task.IsCompleted)];
            _started.Clear();
        }

        // Their exceptions were reported where there was still somebody to report to.
        Task.WhenAll(left).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(Farewell);
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

    /// <summary>A connection's client, whose requests and notices come out of this cmdlet.</summary>
    private protected IDaytonaClient Observe(Connection connection) => connection.GetClient(ShellVersion).ObservedBy(new Observer(this));

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work) => _pump.Await(Start(() => work(_stoppingToken)));

    /// <summary>Starts asynchronous work off the pipeline thread. The end of the pipeline waits for it.</summary>
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

    /// <summary>Reports a failure: one of the connection ends the pipeline, any other is the item's alone.</summary>
    private protected void Report(ErrorRecord error)
    {
        if (SnapshotError.EndsThePipeline(error)) ThrowTerminatingError(error);
        WriteError(error);
    }

    /// <summary>Hands a failure to the pipeline thread, from any other.</summary>
    private protected virtual void Fail(ErrorRecord error) => _pump.Post(() => Report(error));

    /// <summary>Hands a line for Verbose to the pipeline thread, from any other.</summary>
    private protected void Say(string line) => _pump.Post(() => WriteVerbose(line));

    /// <summary>Hands an object to the pipeline thread, from any other.</summary>
    private protected void Emit(Snapshot snapshot) => _pump.Post(() => WriteObject(snapshot));

    /// <summary>Shows the state a snapshot is in: in Progress, and each change in Verbose.</summary>
    private protected void ShowState(Snapshot snapshot, string activity) => _pump.Post(() =>
    {
        WriteVerbose($"'{snapshot.Name}' is {snapshot.State}.");
        WriteProgress(new ProgressRecord(0, activity, snapshot.State));
    });

    /// <summary>Ends the Progress that <see cref="ShowState"/> began.</summary>
    private protected void HideState(string activity) =>
        WriteProgress(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });

    /// <summary>A timeout as the client takes it: null, for ever, where it is 0 or more than a timer can hold.</summary>
    private protected static TimeSpan? LimitOf(TimeSpan timeout) =>
        timeout == TimeSpan.Zero || timeout > LongestTimeout ? null : timeout;

    // Only this library's own exceptions are turned into errors: what Write* and ShouldProcess throw is how PowerShell
    // ends a pipeline, and nobody else's to catch.
    private void Guard(Action action)
    {
        try
        {
            action();
            _pump.RunPosted();
        }
        catch (DaytonaException exception)
        {
            Report(SnapshotError.From(exception, target: null, _connection?.ApiUrl));
        }
    }

    private sealed class Observer(DaytonaCmdlet cmdlet) : IClientObserver
    {
        public void OnRequest(string line) => cmdlet._pump.Post(() => cmdlet.WriteDebug(line));

        public void OnNotice(string line) => cmdlet._pump.Post(() => cmdlet.WriteVerbose(line));

        public void OnWarning(string line) => cmdlet._pump.Post(() => cmdlet.WriteWarning(line));
    }
}

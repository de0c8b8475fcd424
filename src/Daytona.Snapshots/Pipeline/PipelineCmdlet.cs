namespace Daytona.Snapshots.Pipeline;

/// <summary>The base of all cmdlets: it brings asynchronous work to the pipeline thread, stops that work however the pipeline ends, and makes an error of every exception.</summary>
public abstract class PipelineCmdlet : PSCmdlet, IDisposable
{
    /// <summary>The folder of the pages that <c>Get-Help -Online</c> opens, one for each cmdlet.</summary>
    internal const string HelpFolder = "https://github.com/your-organization/daytona-snapshots/blob/main/docs/en-US/";

    // Requests end at once when they are canceled. Cleaning up takes longer, and continues after the cmdlet.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _started = [];
    private readonly HashSet<string> _warnings = [];
    private Exception? _end;
    private bool _showsProgress;
    private bool _showsWaiting;
    private bool _isUnusable;

    private protected PipelineCmdlet()
    {
        StopToken = _stopping.Token;
        Pump = new PipelinePump(IsEnd, exception => Report(ErrorFor(exception)), ShowWaiting, StopToken);
    }

    /// <summary>Canceled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken { get; }

    private protected PipelinePump Pump { get; }

    /// <summary>The URL of the API that the cmdlet uses; null if it uses none.</summary>
    private protected virtual Uri? ServiceUrl => null;

    /// <summary>Whether -WhatIf is in effect.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("WhatIfPreference") is SwitchParameter { IsPresent: true } or true;

    /// <summary>The folder that relative paths start from.</summary>
    private protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Cancels all work. PowerShell calls it at every end of a pipeline.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_stopping.IsCancellationRequested && _started.Count == 0) return;
        Cancel();
        Task[] left;
        lock (_started)
        {
            left = [.. _started.Where(task => !task.IsCompleted)];
            _started.Clear();
        }

        Task all = Task.WhenAll(left).ContinueWith(static _ => { }, TaskScheduler.Default);
        if (!all.Wait(ShutdownTimeout)) PendingCleanup.Add(all);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => _isUnusable = !Run(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (!_isUnusable) Run(Process);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (!_isUnusable) Run(End);
    }

    /// <summary>Cancels all work at Ctrl+C.</summary>
    protected sealed override void StopProcessing() => Cancel();

    private protected virtual void Begin()
    {
    }

    private protected virtual void Process()
    {
    }

    private protected virtual void End()
    {
    }

    /// <summary>Reports an error. Some errors end the pipeline, such as those of a connection; any other concerns only its item.</summary>
    private protected virtual void Report(ErrorRecord error)
    {
        if (error.Exception is SnapshotErrorException { EndsPipeline: true }) ThrowTerminatingError(error);
        WriteError(error);
    }

    /// <summary>Reports an error from any thread.</summary>
    private protected virtual void PostError(ErrorRecord error) => Pump.Post(() => Report(error));

    /// <summary>The error for an exception, which is an expected one of the client or an unexpected one.</summary>
    private protected ErrorRecord ErrorFor(Exception exception, object? target = null) => exception is DaytonaException expected
        ? CmdletErrors.For(expected, target, ServiceUrl)
        : ErrorTable.Unexpected.With(new ErrorFacts { Cause = exception, Target = target, Name = MyInvocation.MyCommand.Name });

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work) => Pump.Await(Start(() => work(StopToken)));

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread.</summary>
    private protected void Await(Func<CancellationToken, Task> work) => Await(async stopping =>
    {
        await work(stopping);
        return true;
    });

    /// <summary>Starts asynchronous work off the pipeline thread. It is canceled when the pipeline ends.</summary>
    private protected Task<T> Start<T>(Func<Task<T>> work)
    {
        Task<T> task = Task.Run(work, StopToken);
        lock (_started)
        {
            _started.RemoveAll(static started => started.IsCompleted);
            _started.Add(task);
        }

        return task;
    }

    /// <summary>Writes a warning, once for each text, however many requests and items it concerns.</summary>
    private protected void Warn(string text)
    {
        if (_warnings.Add(text)) WriteWarning(DisplayText.Clean(text));
    }

    /// <summary>Writes a line to Verbose from any thread.</summary>
    private protected void PostVerbose(string line) => Pump.Post(() => WriteVerbose(DisplayText.Clean(line)));

    /// <summary>Writes an object to the pipeline from any thread.</summary>
    private protected void PostOutput(object item) => Pump.Post(() => WriteObject(item));

    /// <summary>Marks an exception that ends the script, as a throw statement does.</summary>
    private protected Exception MarkEnd(Exception exception) => _end = exception;

    // Exceptions of these methods are how PowerShell ends a pipeline. They are not caught, but remembered as they pass.
    internal new void WriteObject(object? item) => Observe(() => base.WriteObject(item));

    internal new void WriteError(ErrorRecord error) => Observe(() => base.WriteError(error));

    internal new void WriteWarning(string text) => Observe(() => base.WriteWarning(text));

    internal new void WriteVerbose(string text) => Observe(() => base.WriteVerbose(text));

    internal new void WriteDebug(string text) => Observe(() => base.WriteDebug(text));

    internal new void WriteProgress(ProgressRecord record)
    {
        _showsProgress = record.RecordType != ProgressRecordType.Completed;
        Observe(() => base.WriteProgress(record));
    }

    /// <summary>Removes an activity from Progress.</summary>
    internal void HideProgress(string activity) => WriteProgress(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });

    internal new bool ShouldProcess(string target, string action)
    {
        bool confirmed = false;
        Observe(() => confirmed = base.ShouldProcess(target, action));
        return confirmed;
    }

    internal new void ThrowTerminatingError(ErrorRecord error) => Observe(() => base.ThrowTerminatingError(error));

    private void Observe(Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception) when (MarkEnd(exception) != exception)
        {
            // Never: the filter only remembers it.
        }
    }

    // A cmdlet that waits must show it within seconds.
    private void ShowWaiting()
    {
        if (_showsProgress || ServiceUrl is not { } url) return;
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, $"Waiting for {url.Host}"));
        (_showsProgress, _showsWaiting) = (false, true);
    }

    private void HideWaiting()
    {
        if (!_showsWaiting) return;
        _showsWaiting = false;
        HideProgress(MyInvocation.MyCommand.Name);
    }

    private void Cancel()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (AggregateException)
        {
            // All callbacks have run, and nothing can be reported after the end.
        }
    }

    private bool IsEnd(Exception exception) => exception is PipelineStoppedException || exception == _end;

    /// <summary>Runs a step. An exception becomes an error, except for those by which PowerShell ends a pipeline.</summary>
    /// <returns>Whether the step succeeded.</returns>
    private bool Run(Action step)
    {
        try
        {
            step();
            Pump.RunPosted();
            HideWaiting();
            return true;
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (!IsEnd(exception))
        {
            Report(ErrorFor(exception));
            return false;
        }
    }
}

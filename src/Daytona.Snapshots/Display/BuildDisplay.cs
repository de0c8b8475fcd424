using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Display;

/// <summary>
/// Shows a creation: its states and build steps in Progress, its states and log in Verbose. In CI, the log of the job has its states, its
/// build log in a group, and a failure as an annotation: every line goes to the host, so that it is never part of a cmdlet's output.
/// </summary>
internal sealed class BuildDisplay(PipelineCmdlet cmdlet, PipelinePump pump, string activity)
{
    private readonly WorkflowCommands? _ci = cmdlet.Host.UI is null ? null : WorkflowCommands.Detect();
    private (int?, string?) _step;
    private int _bytesStep = -1;
    private bool _isGroupOpen;

    public void ShowState(Snapshot snapshot)
    {
        pump.Post(() => Write(DisplayText.Clean($"'{snapshot.Name}' is {snapshot.State}.")));
        ShowStatus(snapshot.State);
    }

    public void ShowLine(BuildLogLine line)
    {
        pump.Post(() =>
        {
            if (_ci is not null && !_isGroupOpen) Write(_ci.BeginGroup($"{activity}: build log"));
            _isGroupOpen = _ci is not null;
            Write(DisplayText.CleanLogLine(line.Text));
        });
        if (line.Step is null || _step == (line.Step, line.Instruction)) return;

        _step = (line.Step, line.Instruction);
        pump.Post(() => cmdlet.WriteProgress(new ProgressRecord(0, activity, $"building, step {line.Step} of {line.Steps}")
        {
            CurrentOperation = DisplayText.Clean(line.Instruction),
            // The step that runs is not complete yet.
            PercentComplete = line.Steps > 0 ? Math.Min(100, (line.Step!.Value - 1) * 100 / line.Steps.Value) : -1,
        }));
    }

    /// <summary>Shows an upload, once for each percent.</summary>
    public void ShowUpload(UploadProgress progress) => ShowBytes(
        (int)progress.Phase, progress.Phase == UploadPhase.Reading ? "Reading the build context" : "Sending the build context", progress.Done, progress.Total);

    /// <summary>Shows the publication of an image, once for each percent. Called concurrently.</summary>
    public void ShowPublication(UploadProgress progress) => ShowBytes(
        (int)progress.Phase, progress.Phase == UploadPhase.Reading ? "Reading the image" : "Sending layers", progress.Done, progress.Total);

    private void ShowBytes(int phase, string what, long done, long total)
    {
        // The size of an image that an engine exports is not known.
        int percent = total == 0 ? -1 : (int)Math.Min(100, done * 100 / total);
        int step = (phase << 24) + (percent < 0 ? (int)(done >> 24) : percent);
        if (Interlocked.Exchange(ref _bytesStep, step) == step) return;
        ShowStatus($"{what}: {done / 1048576.0:0.0}{(percent < 0 ? "" : $" of {total / 1048576.0:0.0}")} MiB", percent);
    }

    public void ShowStatus(string status, int percent = -1) => pump.Post(() =>
        cmdlet.WriteProgress(new ProgressRecord(0, activity, DisplayText.Clean(status)) { PercentComplete = percent }));

    /// <summary>
    /// Shows what was done, in the log of the job or in Verbose. An information record with the action as its tag lets a script tell
    /// whether the snapshot is new. Called on the pipeline thread.
    /// </summary>
    public void ShowResult(SnapshotAction action, string result)
    {
        pump.Post(() =>
        {
            string line = DisplayText.Clean(result);
            cmdlet.WriteInformation(line, [$"DaytonaSnapshot.{action}"]);
            EndGroup();
            Write(line);
        });
        // Before the snapshot is written, which may end the pipeline.
        pump.RunPosted();
    }

    /// <summary>Ends Progress. Called on the pipeline thread.</summary>
    public void Hide()
    {
        cmdlet.HideProgress(activity);
        EndGroup();
    }

    /// <summary>Shows a failed snapshot at its line of the Dockerfile, if this is a CI job. Called on the pipeline thread.</summary>
    public void ShowFailure(string name, ErrorRecord error, ImageDefinition? image)
    {
        if (_ci is null) return;
        EndGroup();
        SourceLocation? location = SourceLocation.Of(image, (error.Exception as SnapshotErrorException)?.BuildFailure);
        Write(_ci.Error(DisplayText.Clean($"Daytona snapshot '{name}' failed"), DisplayText.Clean(error.Exception.Message), location));
        // The step of the CI system shows the other errors.
        error.Exception.Data["Annotated"] = true;
    }

    private void Write(string line)
    {
        if (_ci is null) cmdlet.WriteVerbose(line);
        else cmdlet.Host.UI.WriteLine(line);
    }

    private void EndGroup()
    {
        if (_isGroupOpen) Write(_ci!.EndGroup);
        _isGroupOpen = false;
    }
}

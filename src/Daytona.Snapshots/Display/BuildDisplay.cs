using System.Management.Automation;
using Daytona.Snapshots.Pipeline;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Display;

/// <summary>Shows a creation: its states and build steps in Progress, its states and log in Verbose, or in CI in the log of the job.</summary>
internal sealed class BuildDisplay(PipelineCmdlet cmdlet, PipelinePump pump, string activity)
{
    private readonly CiLog? _ci = CiLog.Detect(cmdlet.Host);
    private (int?, string?) _step;
    private int _bytesStep = -1;

    public void ShowState(Snapshot snapshot) => pump.Post(() =>
    {
        string state = DisplayText.Clean(snapshot.State);
        string line = DisplayText.Clean($"'{snapshot.Name}' is {state}.");
        if (_ci is null) cmdlet.WriteVerbose(line);
        else _ci.Write(line);
        cmdlet.WriteProgress(new ProgressRecord(0, activity, state));
    });

    public void ShowLine(BuildLogLine line)
    {
        pump.Post(() =>
        {
            if (_ci is null) cmdlet.WriteVerbose(DisplayText.CleanLogLine(line.Text));
            else _ci.WriteToGroup($"{activity}: build log", line);
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
    public void ShowPublication(ImagePublishProgress progress) => ShowBytes(
        (int)progress.Phase, progress.Phase == ImagePublishPhase.Reading ? "Reading the image" : "Sending layers", progress.Done, progress.Total);

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
    /// whether the snapshot is new.
    /// </summary>
    public void ShowResult(SnapshotAction action, string result) => pump.Post(() =>
    {
        string line = DisplayText.Clean(result);
        cmdlet.WriteInformation(line, [$"DaytonaSnapshot.{action}"]);
        if (_ci is null) cmdlet.WriteVerbose(line);
        _ci?.EndGroup();
        _ci?.Write(line);
    });

    /// <summary>Ends Progress. Called on the pipeline thread.</summary>
    public void Hide()
    {
        cmdlet.WriteProgress(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });
        _ci?.EndGroup();
    }

    /// <summary>Shows a failed snapshot at its line of the Dockerfile, if this is a CI job. Called on the pipeline thread.</summary>
    public void ShowFailure(string name, ErrorRecord error, ImageDefinition? image)
    {
        if (_ci is null) return;
        _ci.EndGroup();
        _ci.WriteError($"Daytona snapshot '{name}' failed", error.Exception.Message, SourceLocation.Of(image, (error.Exception as SnapshotErrorException)?.BuildFailure));
        // The step of the CI system shows the other errors.
        error.Exception.Data["Annotated"] = true;
    }
}

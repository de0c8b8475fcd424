namespace Daytona.Snapshots.Errors;

/// <summary>Errors of tests.</summary>
internal static class TestErrors
{
    // The end of the output is usually where the reason is.
    private const int MaxOutput = 300;

    public static CmdletError Failed(SnapshotTestResult result) => ErrorId.SnapshotTestFailed.With(
        $"'{result.Snapshot.Name}' failed its test: {ErrorText.Sentence(result.Error!)}{OutputOf(result)}", result.Snapshot, new SnapshotTestException(result));

    /// <summary>The test of a snapshot that was to replace another one.</summary>
    public static CmdletError FailedUpdate(SnapshotTestException exception, string name) => ErrorId.SnapshotTestFailed.With(
        $"The new '{name}' failed its test: {ErrorText.Sentence(exception.Result.Error!)}{OutputOf(exception.Result)} The old one is unchanged.",
        exception.Result.Snapshot,
        exception);

    private static string OutputOf(SnapshotTestResult result)
    {
        string output = DisplayText.Clean(result.Commands.FirstOrDefault(static command => !command.Success)?.Output);
        if (output.Length == 0) return "";
        return $" Its output: {ErrorText.Sentence(output.Length > MaxOutput ? "…" + output.Substring(output.Length - MaxOutput) : output)}";
    }
}

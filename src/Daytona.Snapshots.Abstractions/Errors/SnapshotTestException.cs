namespace Daytona.Snapshots.Errors;

/// <summary>A snapshot did not pass its test.</summary>
public sealed class SnapshotTestException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="result">The result of the test.</param>
    public SnapshotTestException(SnapshotTestResult result)
        : base($"'{result?.Snapshot ?? throw new ArgumentNullException(nameof(result))}' failed its test: {result.Error}") => Result = result;

    /// <summary>The result of the test.</summary>
    public SnapshotTestResult Result { get; }
}

namespace Daytona.Snapshots.Errors;

/// <summary>A request for a snapshot is not valid. It was not sent.</summary>
/// <param name="problem">The problem.</param>
public sealed class InvalidSnapshotRequestException(SnapshotRequestProblem problem)
    : DaytonaException((problem ?? throw new ArgumentNullException(nameof(problem))).Message)
{
    /// <summary>The field that is not valid.</summary>
    public SnapshotRequestField Field { get; } = problem.Field;
}

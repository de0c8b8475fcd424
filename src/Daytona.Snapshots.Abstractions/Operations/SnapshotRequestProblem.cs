namespace Daytona.Snapshots.Operations;

/// <summary>Something in a request for a snapshot that the service refuses, or accepts although no sandbox could use it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">The problem and its remedy, in one or two sentences.</param>
/// <param name="IsFatal">Whether the request is not sent; otherwise, the value may be intended, and there is only a warning.</param>
public sealed record SnapshotRequestProblem(SnapshotRequestField Field, string Message, bool IsFatal = true);

namespace Daytona.Snapshots.Operations;

/// <summary>The progress of uploading build contexts.</summary>
/// <param name="Phase">The current phase.</param>
/// <param name="Done">Bytes read or sent so far.</param>
/// <param name="Total">Bytes of all contexts.</param>
public readonly record struct UploadProgress(UploadPhase Phase, long Done, long Total);

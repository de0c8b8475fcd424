namespace Daytona.Snapshots.Operations;

/// <summary>How far the sending of build contexts is.</summary>
/// <param name="Phase">What is done at the moment.</param>
/// <param name="Done">Bytes that were read or sent.</param>
/// <param name="Total">Bytes of all contexts.</param>
public readonly record struct UploadProgress(UploadPhase Phase, long Done, long Total);

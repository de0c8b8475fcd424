using System.Management.Automation;

namespace Daytona.Snapshots.Errors;

/// <summary>An error to report.</summary>
/// <param name="Id">The identifier, which decides whether the pipeline ends.</param>
/// <param name="Record">The error record.</param>
internal sealed record CmdletError(ErrorId Id, ErrorRecord Record);

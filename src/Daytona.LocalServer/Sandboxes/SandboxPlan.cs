namespace Daytona.Local.Sandboxes;

/// <summary>The plan for a sandbox that is created.</summary>
/// <param name="StartTime">How long it is creating. <see cref="Timeout.InfiniteTimeSpan"/> keeps it there.</param>
/// <param name="Failure">The error in which it ends; null if it starts.</param>
public sealed record SandboxPlan(TimeSpan StartTime, string? Failure = null);

/// <summary>The states of a sandbox that the server uses.</summary>
internal static class SandboxStates
{
    public const string Creating = "creating";
    public const string Started = "started";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";
    public const string Snapshotting = "snapshotting";
    public const string Destroying = "destroying";
    public const string Destroyed = "destroyed";
    public const string Error = "error";

    /// <summary>Whether the service refuses other changes in this state.</summary>
    public static bool IsTransitional(string state) => state is Creating or Stopping or Snapshotting or Destroying;
}

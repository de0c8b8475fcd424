namespace Daytona.Local.Sandboxes;

/// <summary>The states of a sandbox that the server uses.</summary>
internal static class SandboxStates
{
    public const string Creating = "creating";
    public const string Started = "started";
    public const string Starting = "starting";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";
    public const string Snapshotting = "snapshotting";
    public const string Destroying = "destroying";
    public const string Destroyed = "destroyed";
    public const string Error = "error";

    /// <summary>Whether the service refuses other changes in this state.</summary>
    public static bool IsTransitional(string state) =>
        state is Creating or Starting or Stopping or Snapshotting or Destroying;
}

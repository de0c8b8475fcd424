namespace Daytona.Snapshots.Sandboxes;

/// <summary>The states that decide about a sandbox's start. States are text, because a newer server may have others.</summary>
public static class SandboxState
{
    /// <summary>It runs.</summary>
    public const string Started = "started";

    /// <summary>It failed to start, or later.</summary>
    public const string Error = "error";

    /// <summary>The build of its image failed.</summary>
    public const string BuildFailed = "build_failed";

    /// <summary>It was stopped.</summary>
    public const string Stopped = "stopped";

    /// <summary>It is being deleted.</summary>
    public const string Destroying = "destroying";

    /// <summary>It is deleted.</summary>
    public const string Destroyed = "destroyed";

    /// <summary>Whether a sandbox is deleted, or being deleted.</summary>
    /// <param name="state">The state's name.</param>
    public static bool IsDestroyed(string state) => state is Destroying or Destroyed;

    /// <summary>Whether a sandbox that is starting will not change by itself any more, or is being deleted.</summary>
    /// <param name="state">The state's name.</param>
    public static bool IsFinal(string state) => state is Started or Error or BuildFailed or Stopped or Destroying or Destroyed;
}

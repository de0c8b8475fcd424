namespace Daytona.Local.Sandboxes;

/// <summary>The plan for a sandbox that is created or started.</summary>
public sealed record SandboxPlan
{
    /// <summary>How long it is creating or starting. <see cref="Timeout.InfiniteTimeSpan"/> keeps it there.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>The error in which it ends; null if it starts.</summary>
    public string? Failure { get; init; }
}

namespace Daytona.Local.Sandboxes;

/// <summary>What is going to become of a sandbox that is created or started.</summary>
public sealed record SandboxPlan
{
    /// <summary>How long it is creating or starting. <see cref="Timeout.InfiniteTimeSpan"/> keeps it there.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>Why it ends in <c>error</c>; null if it starts.</summary>
    public string? Failure { get; init; }
}

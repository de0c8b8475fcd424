namespace Daytona.Benchmarks.Contenders;

/// <summary>What a contender says of a task.</summary>
internal sealed record TaskResult
{
    /// <summary>How long the task took.</summary>
    public double Milliseconds { get; init; }

    /// <summary>How many snapshots it was about, none counted twice.</summary>
    public int Count { get; init; }

    /// <summary>The state of the one snapshot it was about.</summary>
    public string? State { get; init; }

    /// <summary>How long after that state's time the task ended, in milliseconds.</summary>
    public double Lag { get; init; }

    /// <summary>The hash under which a build context was stored.</summary>
    public string? Hash { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }
}

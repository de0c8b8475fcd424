namespace Daytona.Benchmarks.Contenders;

/// <summary>The result of a task of a contender.</summary>
internal sealed record TaskResult
{
    /// <summary>How long the task took.</summary>
    public double Milliseconds { get; init; }

    /// <summary>The number of distinct snapshots.</summary>
    public int Count { get; init; }

    /// <summary>The state of the snapshot.</summary>
    public string? State { get; init; }

    /// <summary>The time from the state change to the end of the task, in milliseconds.</summary>
    public double Lag { get; init; }

    /// <summary>The hash under which a build context was stored.</summary>
    public string? Hash { get; init; }

    /// <summary>The published image, with its digest.</summary>
    public string? Image { get; init; }

    /// <summary>The peak working set of the process, in MiB.</summary>
    public double PeakMebibytes { get; init; }

    /// <summary>The error.</summary>
    public string? Error { get; init; }
}

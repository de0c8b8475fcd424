namespace Daytona.Local.Control;

/// <summary>The response of sandboxes to a command, for the control endpoint.</summary>
internal sealed record ToolboxRuleForm
{
    /// <summary>The command lines, with <c>*</c> for any text; null for all.</summary>
    public string? Command { get; init; }

    /// <summary>The snapshots, with <c>*</c> for any text; null for all.</summary>
    public string? Snapshot { get; init; }

    public int ExitCode { get; init; }

    public string Output { get; init; } = "";

    /// <summary>The duration of the command in milliseconds.</summary>
    public int Duration { get; init; }

    /// <exception cref="ArgumentException">The duration is negative.</exception>
    public void AddTo(LocalServer server)
    {
        if (Duration < 0) throw new ArgumentException("A duration can't be negative.");
        server.Toolbox.Add(new ToolboxRule
        {
            Command = Command,
            Snapshot = Snapshot,
            ExitCode = ExitCode,
            Output = Output,
            Duration = TimeSpan.FromMilliseconds(Duration),
        });
    }
}

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads durations from arguments.</summary>
internal static class DurationText
{
    /// <summary>The duration of a TimeSpan or of text; null for anything else.</summary>
    /// <param name="argument">
    /// The argument as PowerShell passes it. It reads <c>14d</c> and <c>90s</c> as numbers with a type suffix, and keeps their text.
    /// </param>
    public static TimeSpan? Parse(object? argument) => PipelineValue.Unwrap(argument) is TimeSpan span ? span
        : argument is string or System.Management.Automation.PSObject && Duration.TryParse(argument.ToString(), out Duration duration) ? duration.ToTimeSpan()
        : null;
}

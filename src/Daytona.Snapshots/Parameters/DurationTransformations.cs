using System.Globalization;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Converts seconds as a number or as text, a number with a unit (<c>10m</c>), a TimeSpan, or <c>hh:mm:ss</c>. A plain cast
/// would make 300 thirty microseconds and '300' three hundred days.
/// </summary>
internal sealed class TimeoutTransformationAttribute : ArgumentTransformationAttribute
{
    // Longer than the timer of a wait allows, and than anyone waits.
    private const decimal MaxSeconds = 10 * 365 * 24 * 3600m;

    /// <summary>The time limit if the user gives none.</summary>
    internal static readonly TimeSpan Default = TimeSpan.FromMinutes(60);

    /// <summary>Whether empty text, such as the cell of a table, means the default.</summary>
    public bool EmptyIsDefault { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (EmptyIsDefault && PipelineValue.IsEmpty(inputData)) return Default;
        TimeSpan? timeout = PipelineValue.ToTimeSpan(inputData) ?? FromSeconds(PipelineValue.Number(inputData));
        return timeout is { } value && value >= TimeSpan.Zero
            ? value
            : throw InvalidArgument.Create(
                $"'{inputData}' is not a timeout: specify seconds, a number with a unit such as 10m or 2h, a TimeSpan or hh:mm:ss; 0 for no limit.");
    }

    private static TimeSpan? FromSeconds(decimal? seconds) =>
        seconds is { } value && Math.Abs(value) <= MaxSeconds ? TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerSecond)) : null;
}

/// <summary>
/// Converts an age: a number with a unit (<c>14d</c>), a TimeSpan, or the date since when. A number without a unit is refused: elsewhere it
/// means seconds, and the result is often piped to a removal.
/// </summary>
internal sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss"];

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (PipelineValue.ToTimeSpan(inputData) ?? Since(PipelineValue.Unwrap(inputData))) is { } age && age > TimeSpan.Zero
            ? age
            : throw InvalidArgument.Create(
                $"'{inputData}' is not an age: specify a number with a unit, such as 14d, 12h or 2w, a TimeSpan, or a date in the past, such as 2026-01-31.");

    private static TimeSpan? Since(object? date) => date switch
    {
        DateTime time => DateTime.UtcNow - time.ToUniversalTime(),
        DateTimeOffset time => DateTimeOffset.UtcNow - time,
        string text when DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTime time) => Since(time),
        _ => null,
    };
}

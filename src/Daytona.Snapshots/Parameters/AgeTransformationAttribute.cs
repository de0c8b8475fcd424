using System.Globalization;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Converts an age: a number with a unit (<c>14d</c>), a TimeSpan, or the date since when. A number without a unit is refused: elsewhere it
/// means seconds, and the result is often piped to a removal.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (DurationText.Parse(inputData) ?? Since(PipelineValue.Unwrap(inputData))) is { } age && age > TimeSpan.Zero
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

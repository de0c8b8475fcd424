using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Converts an age: a number with a unit (<c>14d</c>) or a TimeSpan. A number without a unit is refused: elsewhere it means
/// seconds, and the result is often piped to a removal.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        !IsInMonths(inputData) && (DurationText.Parse(inputData) ?? DurationText.ParseTimeSpan(inputData)) is { } age && age > TimeSpan.Zero
            ? age
            : throw InvalidArgument.Because(
                $"'{inputData}' is not an age: specify a number with a unit, such as 14d, 12h or 2w, or a TimeSpan.");

    // 1M may mean a month, and a minute would match nearly every snapshot.
    private static bool IsInMonths(object? value) => value is string or PSObject && value.ToString()!.TrimEnd().EndsWith("M", StringComparison.Ordinal);
}

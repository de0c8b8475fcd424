using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Converts an age: a number with a unit (<c>14d</c>) or a TimeSpan. A bare number is refused: elsewhere it means seconds, and
/// the snapshots that are found are often removed.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (DurationText.Parse(inputData) ?? DurationText.ParseTimeSpan(inputData)) is { } age && age > TimeSpan.Zero
            ? age
            : throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not an age: specify a number with a unit, such as 14d, 12h or 2w, or a TimeSpan.");
}

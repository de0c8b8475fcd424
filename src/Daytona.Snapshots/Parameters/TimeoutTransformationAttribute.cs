using System.Globalization;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Takes seconds as a number or as text, a TimeSpan, or <c>hh:mm:ss</c>. A plain cast would make 300 thirty microseconds
/// and '300' three hundred days.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TimeoutTransformationAttribute : ArgumentTransformationAttribute
{
    // More than the clock of a wait can hold, and longer than anybody waits.
    private const decimal MostSeconds = 10 * 365 * 24 * 3600m;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan? timeout = inner switch
        {
            TimeSpan span => span,
            string text when text.IndexOf(':') >= 0
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
            _ => NumberReading.From(inner) is { } seconds and <= MostSeconds and >= 0
                ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : null,
        };
        return timeout is { } value && value >= TimeSpan.Zero
            ? value
            : throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not a timeout: give seconds, a TimeSpan or hh:mm:ss; 0 waits for ever.");
    }
}

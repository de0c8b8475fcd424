using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts a list of regions, such as a snapshot's RegionIds, to the first, because a snapshot is created in one; empty text to null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        if (value is IEnumerable regions and not (string or IDictionary)) value = regions.Cast<object?>().FirstOrDefault();
        return OptionalText.Read(value) is { } text ? TextList.Parse(text)[0] : null;
    }
}

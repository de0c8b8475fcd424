using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Takes text as it is written, and empty text as null: the empty cell of a table means that the value is not given.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class OptionalTextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => OptionalText.Read(inputData);
}

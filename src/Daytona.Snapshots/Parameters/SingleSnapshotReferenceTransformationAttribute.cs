using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts a value to a snapshot reference.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SingleSnapshotReferenceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => SnapshotReference.From(inputData);
}

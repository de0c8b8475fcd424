using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts a value to a <see cref="RegistryReference"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RegistryReferenceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = PipelineValue.Unwrap(inputData);
        return inner is IList items
            ? items.Cast<object?>().Select(RegistryReference.From).ToArray()
            : new[] { RegistryReference.From(inputData) };
    }
}

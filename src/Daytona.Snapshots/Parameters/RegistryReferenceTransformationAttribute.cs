using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads <see cref="RegistryReference"/> from whatever is given.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RegistryReferenceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return inner is IList items
            ? items.Cast<object?>().Select(RegistryReference.From).ToArray()
            : new[] { RegistryReference.From(inputData) };
    }
}

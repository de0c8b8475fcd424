using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts one or more values to references to resources.</summary>
/// <param name="type">The type of the resources: <see cref="Snapshot"/> or <see cref="ContainerRegistry"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ReferenceTransformationAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The type of the resources.</summary>
    public Type Type => type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = PipelineValue.Unwrap(inputData);
        // Enumerates as PowerShell does for parameters: collections, including sets, but not dictionaries.
        return inner is IEnumerable many and not (string or IDictionary)
            ? many.Cast<object?>().Select(item => ResourceReference.From(item, type)).ToArray()
            : new[] { ResourceReference.From(inputData, type) };
    }
}

using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts one or more values to snapshot references.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SnapshotReferenceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = PipelineValue.Unwrap(inputData);
        // Enumerates as PowerShell does for parameters: collections, including sets, but not dictionaries.
        return inner is IEnumerable many and not (string or IDictionary)
            ? many.Cast<object?>().Select(SnapshotReference.From).ToArray()
            : new[] { SnapshotReference.From(inputData) };
    }
}

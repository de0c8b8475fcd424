using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads snapshots' references from whatever is given, one or many.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SnapshotReferenceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? inner = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // As PowerShell takes them for its own parameters: a set and the keys of a table too, but a table is one thing.
        return inner is IEnumerable many and not (string or IDictionary)
            ? many.Cast<object?>().Select(SnapshotReference.From).ToArray()
            : new[] { SnapshotReference.From(inputData) };
    }
}

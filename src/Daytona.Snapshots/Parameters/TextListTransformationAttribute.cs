using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts the text of a list, such as the cell <c>sleep, infinity</c> of a table, to the list; empty text to null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TextListTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        OptionalText.IsEmpty(inputData) ? null
            : (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? TextList.Parse(text).ToArray()
            : inputData;
}

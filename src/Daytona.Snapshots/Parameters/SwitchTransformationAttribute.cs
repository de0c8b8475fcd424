using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts the text of a switch in a table: true, yes or 1, and false, no, 0 or nothing.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SwitchTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (PipelineValue.Unwrap(inputData) is not string text) return inputData;
        return text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => new SwitchParameter(true),
            "FALSE" or "NO" or "0" or "" => new SwitchParameter(false),
            _ => throw InvalidArgument.Create($"'{inputData}' is neither true nor false."),
        };
    }
}

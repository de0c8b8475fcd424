using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts the text of a switch in a table: true, yes or 1, and false, no, 0 or nothing.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SwitchTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is not (string or PSObject { BaseObject: string })) return inputData;
        return inputData.ToString()!.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => new SwitchParameter(true),
            "FALSE" or "NO" or "0" or "" => new SwitchParameter(false),
            _ => throw new ArgumentTransformationMetadataException($"'{inputData}' is neither true nor false."),
        };
    }
}

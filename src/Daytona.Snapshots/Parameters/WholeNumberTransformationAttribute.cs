using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Accepts only whole numbers, because PowerShell itself would round 1.5 cores to 2. Empty text is null.</summary>
/// <param name="what">The unit, such as <c>CPU cores</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class WholeNumberTransformationAttribute(string what) : ArgumentTransformationAttribute
{
    /// <summary>The unit.</summary>
    public string What => what;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => OptionalText.IsEmpty(inputData) ? null
        : NumberParser.From(inputData) is { } number && number == decimal.Truncate(number) && number is >= 0 and <= int.MaxValue
            ? (int)number
            : throw InvalidArgument.Create($"'{inputData}' is not a whole number of {what}.");
}

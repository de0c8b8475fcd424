using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Parameters;

/// <summary>Accepts only whole numbers, because PowerShell itself would round 1.5 cores to 2. Empty text is null.</summary>
/// <param name="what">The unit, such as <c>CPU cores</c>.</param>
internal sealed class WholeNumberTransformationAttribute(string what) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipelineValue.IsEmpty(inputData) ? null
        : PipelineValue.Number(inputData) is { } number && number == decimal.Truncate(number) && number is >= 0 and <= int.MaxValue
            ? (int)number
            : throw InvalidArgument.Create($"'{inputData}' is not a whole number of {what}.");
}

/// <summary>
/// Converts whole GiB, as a number (<c>4</c>) or with PowerShell's units (<c>4GB</c>, which is 4,294,967,296, means 4).
/// Fractions are refused, because the service fails on them. Empty text is null.
/// </summary>
internal sealed class GibibytesTransformationAttribute : ArgumentTransformationAttribute
{
    // No sandbox has a million GiB, and a number of bytes is never so small.
    private const decimal FirstNumberOfBytes = 1024 * 1024;
    private const decimal Gibibyte = 1024 * 1024 * 1024;

    private static readonly Regex WithUnit = new(
        @"^\s*(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>MB|MiB|GB|GiB|G|TB|TiB)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (PipelineValue.IsEmpty(inputData)) return null;
        decimal? gibibytes = PipelineValue.Number(inputData) is { } number
            ? number >= FirstNumberOfBytes ? number / Gibibyte : number
            : FromText(inputData!.ToString()!);
        if (gibibytes is not { } size || size is < 0 or > int.MaxValue)
        {
            throw InvalidArgument.Create($"'{inputData}' is not a size. Specify whole GiB, such as 4 or 4GB.");
        }

        return size == decimal.Truncate(size)
            ? (int)size
            : throw InvalidArgument.Create(
                $"'{inputData}' is {size.ToString("0.###", CultureInfo.InvariantCulture)} GiB. The service accepts only whole GiB, such as 4 or 4GB.");
    }

    private static decimal? FromText(string text)
    {
        if (WithUnit.Match(text) is not { Success: true } match) return null;
        decimal number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return char.ToUpperInvariant(match.Groups["unit"].Value[0]) switch
        {
            'M' => number / 1024,
            'T' => number * 1024,
            _ => number,
        };
    }
}

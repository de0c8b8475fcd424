using System.Collections;
using System.Globalization;
using System.Security;

namespace Daytona.Snapshots.Parameters;

/// <summary>Takes text as it is written, and empty text as null.</summary>
internal sealed class OptionalTextTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipelineValue.Text(inputData);
}

/// <summary>Converts the text of a list, such as the cell <c>sleep, infinity</c> of a table, to the list; empty text to null.</summary>
internal sealed class TextListTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipelineValue.Unwrap(inputData) switch
    {
        var empty when PipelineValue.IsEmpty(empty) => null,
        string text => TextList.Parse(text).ToArray(),
        IEnumerable list and not IDictionary => list.Cast<object?>().Select(WordOf).ToArray(),
        var other => new[] { WordOf(other) },
    };

    // PowerShell would convert a list or a table to the name of its type, and the service has no culture. An empty word is a word.
    private static string WordOf(object? value) => PipelineValue.Unwrap(value) switch
    {
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => PipelineValue.Text(value) ?? "",
    };
}

/// <summary>Converts a list of regions, such as a snapshot's RegionIds, to the first, because a snapshot is created in one; empty text to null.</summary>
internal sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        if (value is IEnumerable regions and not (string or IDictionary)) value = regions.Cast<object?>().FirstOrDefault();
        return PipelineValue.Text(value) is { } text ? TextList.Parse(text)[0] : null;
    }
}

/// <summary>Converts the text of a switch in a table: true, yes or 1, and false, no, 0 or nothing.</summary>
internal sealed class SwitchTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (PipelineValue.Unwrap(inputData) as string)?.Trim().ToUpperInvariant() switch
    {
        null => inputData,
        "TRUE" or "YES" or "1" => new SwitchParameter(true),
        "FALSE" or "NO" or "0" or "" => new SwitchParameter(false),
        _ => throw InvalidArgument.Create($"'{inputData}' is neither true nor false."),
    };
}

/// <summary>Accepts only a SecureString. The error for plain text explains how to keep it out of the history.</summary>
/// <param name="variable">The environment variable for the same secret.</param>
internal sealed class SecretTransformationAttribute(string variable) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PipelineValue.Unwrap(inputData) as SecureString
        // The value must not appear in the message, because errors are logged.
        ?? throw InvalidArgument.Create(
            $"A SecureString is required, to keep the secret out of histories and logs. Set $env:{variable} and omit " +
            "the parameter, or use (Read-Host -AsSecureString).");
}

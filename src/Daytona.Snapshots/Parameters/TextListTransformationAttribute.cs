using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts the text of a list, such as the cell <c>sleep, infinity</c> of a table, to the list; empty text to null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TextListTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipelineValue.Unwrap(inputData) switch
    {
        var empty when OptionalText.IsEmpty(empty) => null,
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
        _ => OptionalText.Read(value) ?? "",
    };
}

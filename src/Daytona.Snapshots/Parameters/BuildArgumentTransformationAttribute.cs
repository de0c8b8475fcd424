using System.Collections;
using System.Globalization;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// Converts a hashtable, or an object of a list, to build arguments. A number with a fraction is refused, because <c>3.10</c> would
/// become 3.1.
/// </summary>
internal sealed class BuildArgumentTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipelineValue.Unwrap(inputData) switch
    {
        var empty when PipelineValue.IsEmpty(empty) => null,
        IDictionary table => Read(table.Keys.Cast<object>().Select(key => new KeyValuePair<string, object?>(Convert.ToString(key, CultureInfo.InvariantCulture)!, table[key]))),
        PSCustomObject => Read(((PSObject)inputData!).Properties.Select(static property => new KeyValuePair<string, object?>(property.Name, property.Value))),
        _ => throw InvalidArgument.Create("Build arguments are a table of names and values, such as @{ PYTHON = '3.13' }."),
    };

    private static Dictionary<string, string> Read(IEnumerable<KeyValuePair<string, object?>> arguments) => arguments.ToDictionary(
        static argument => argument.Key, static argument => ValueOf(argument.Key, argument.Value), StringComparer.Ordinal);

    private static string ValueOf(string name, object? value) => PipelineValue.Unwrap(value) switch
    {
        string text => text,
        FileLiteral { IsWholeNumber: true } literal => literal.Text,
        byte or short or int or long => ((IFormattable)PipelineValue.Unwrap(value)!).ToString(null, CultureInfo.InvariantCulture),
        null => throw InvalidArgument.Create($"The value of build argument '{name}' is null. If it is intended, use ''."),
        _ => throw InvalidArgument.Create($"The value of build argument '{name}' is not a text. Write it in quotes, such as '{value}'."),
    };
}

using System.Globalization;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads values that may not be given.</summary>
internal static class OptionalText
{
    /// <summary>Whether a value is null or blank text.</summary>
    public static bool IsEmpty(object? value) => PipelineValue.Unwrap(value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        _ => false,
    };

    /// <summary>The text of a value of a table or a file; null if it is not given.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The value has no text: a list or an object. Or its text is not known, as
    /// that of the number 3.1, which may have been written as 3.10.</exception>
    public static string? Read(object? value) => IsEmpty(value) ? null : PipelineValue.Unwrap(value) switch
    {
        string text => text,
        FileSystemInfo file => file.FullName,
        Uri or Guid or Enum or char => value!.ToString(),
        FileLiteral literal => literal.IsWholeNumber ? literal.Text : throw NotText(literal.Text),
        // As it was written, if it is an argument of a command.
        _ when NumberParser.From(value) is { } number && value is PSObject { } written && NumberParser.From(written.ToString()) == number => written.ToString(),
        ValueType inner when NumberParser.IsWhole(inner) => Convert.ToString(inner, CultureInfo.InvariantCulture),
        ValueType inner => throw NotText(Convert.ToString(inner, CultureInfo.InvariantCulture)!),
        var other => throw InvalidArgument.Create($"A text is required, and not a value of the type {other!.GetType().Name}."),
    };

    private static ArgumentTransformationMetadataException NotText(string written) => InvalidArgument.Create($"{written} is not a text. Put it in quotes.");
}

/// <summary>Takes text as it is written, and empty text as null: the empty cell of a table means that the value is not given.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class OptionalTextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => OptionalText.Read(inputData);
}

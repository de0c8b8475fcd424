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
    /// <exception cref="ArgumentTransformationMetadataException">The value is a list or an object, which has no text.</exception>
    public static string? Read(object? value) => PipelineValue.Unwrap(value) switch
    {
        var empty when IsEmpty(empty) => null,
        FileSystemInfo file => file.FullName,
        string or ValueType or Uri => value!.ToString(),
        var other => throw new ArgumentTransformationMetadataException($"A text is required, and not a value of the type {other!.GetType().Name}."),
    };
}

namespace Daytona.Snapshots.Parameters;

/// <summary>Determines whether a value is given.</summary>
internal static class OptionalText
{
    /// <summary>Whether a value is null or blank text.</summary>
    public static bool IsEmpty(object? value) => PipelineValue.Unwrap(value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        _ => false,
    };
}

using System.Globalization;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads values as PowerShell passes them: arguments, properties of objects, and what is written in files.</summary>
internal static class PipelineValue
{
    /// <summary>The object inside PowerShell's wrapper, or the value itself if it is not wrapped.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    /// <summary>Whether a value is null or blank text. The empty cell of a table means that the value is not given.</summary>
    public static bool IsEmpty(object? value) => Unwrap(value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        _ => false,
    };

    /// <summary>The text of a value of a table or a file; null if it is not given.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The value has no text: a list or an object. Or its text is not known, as
    /// that of the number 3.1, which may have been written as 3.10.</exception>
    public static string? Text(object? value) => IsEmpty(value) ? null : Unwrap(value) switch
    {
        string text => text,
        FileSystemInfo file => file.FullName,
        Uri or Guid or Enum or char => value!.ToString(),
        FileLiteral literal => literal.IsWholeNumber ? literal.Text : throw NotText(literal.Text),
        // As it was written, if it is an argument of a command.
        _ when Number(value) is { } number && value is PSObject { } written && Number(written.ToString()) == number => written.ToString(),
        ValueType inner and (byte or sbyte or short or ushort or int or uint or long or ulong or System.Numerics.BigInteger) => Convert.ToString(inner, CultureInfo.InvariantCulture),
        ValueType inner => throw NotText(Convert.ToString(inner, CultureInfo.InvariantCulture)!),
        var other => throw InvalidArgument.Create($"A text is required, and not a value of the type {other!.GetType().Name}."),
    };

    /// <summary>The number of a literal of any type, or of a text; null if the value is not a number.</summary>
    public static decimal? Number(object? value)
    {
        object? inner = Unwrap(value);
        try
        {
            return inner switch
            {
                byte or sbyte or short or ushort or int or uint or long or ulong or decimal or float or double
                    => Convert.ToDecimal(inner, CultureInfo.InvariantCulture),
                string or FileLiteral when decimal.TryParse(inner.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// The duration of a TimeSpan or of text; null for anything else. PowerShell reads the arguments <c>14d</c> and <c>90s</c> as numbers with a
    /// type suffix, and keeps their text.
    /// </summary>
    public static TimeSpan? ToTimeSpan(object? value) => Unwrap(value) is TimeSpan span ? span
        : value is string or PSObject && Duration.TryParse(value.ToString(), out Duration duration) ? duration.ToTimeSpan()
        : null;

    private static ArgumentTransformationMetadataException NotText(string written) => InvalidArgument.Create($"{written} is not a text. Put it in quotes.");
}

/// <summary>A value in a file that is not text, such as a number, as it is written there.</summary>
/// <param name="Text">The characters of the file.</param>
internal sealed record FileLiteral(string Text)
{
    /// <summary>Whether it is a whole number, which may pass as text.</summary>
    public bool IsWholeNumber => Text.All(static character => character is >= '0' and <= '9');

    /// <inheritdoc/>
    public override string ToString() => Text;
}

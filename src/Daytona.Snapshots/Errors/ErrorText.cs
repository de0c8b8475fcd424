using System.Globalization;

namespace Daytona.Snapshots.Errors;

/// <summary>Formats the parts of error messages.</summary>
internal static class ErrorText
{
    /// <summary>A text as a sentence, with a full stop.</summary>
    public static string Sentence(string text)
    {
        string line = DisplayText.Clean(text);
        return line.Length > 0 && line[line.Length - 1] is '.' or '!' or '?' ? line : line + ".";
    }

    /// <summary>A text with at most so many characters.</summary>
    public static string Shorten(string text, int length)
    {
        string line = DisplayText.Clean(text);
        return line.Length <= length ? line : line.Substring(0, length - 1) + "…";
    }

    /// <summary>A text with at most so many characters. Its end, which usually says what to do, is kept.</summary>
    public static string ShortenMiddle(string text, int length) =>
        text.Length <= length ? text : $"{text.Substring(0, length / 2)} … {text.Substring(text.Length - (length / 2))}";

    /// <summary>A duration, such as <c>0.5 s</c> or <c>20 min</c>.</summary>
    public static string Duration(TimeSpan span) => span.TotalSeconds < 120
        ? $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} min";

    /// <summary>The message without the parameter's name that .NET adds, which is not PowerShell's.</summary>
    public static string MessageOf(Exception cause) => cause is ArgumentException { ParamName: { } parameter }
        ? cause.Message.Replace($" (Parameter '{parameter}')", "").Replace($"{Environment.NewLine}Parameter name: {parameter}", "")
        : cause.Message;
}

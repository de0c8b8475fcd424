using System.Globalization;

namespace Daytona.Snapshots.Errors;

/// <summary>Writes the parts that the sentences of errors are made of.</summary>
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

    /// <summary>The service's reason for a failure, after a colon; empty if there is none.</summary>
    public static string ReasonOf(Snapshot? snapshot) =>
        string.IsNullOrWhiteSpace(snapshot?.ErrorReason) ? "" : $": {snapshot!.ErrorReason!.TrimEnd('.')}";

    /// <summary>A duration, such as <c>0.5 s</c> or <c>20 min</c>.</summary>
    public static string Duration(TimeSpan span) => span.TotalSeconds < 120
        ? $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} min";

    /// <summary>The message without the parameter's name that .NET adds, which is not PowerShell's.</summary>
    public static string MessageOf(Exception cause) => cause is ArgumentException { ParamName: { } parameter }
        ? cause.Message.Replace($" (Parameter '{parameter}')", "").Replace($"{Environment.NewLine}Parameter name: {parameter}", "")
        : cause.Message;

    /// <summary>The object that an error is about, such as <c> for 'app:v1'</c>; empty if it has no name.</summary>
    public static string About(object? target) => target switch
    {
        Snapshot snapshot => $" for '{snapshot.Name}'",
        SnapshotReference or string => $" for '{target}'",
        _ => "",
    };
}

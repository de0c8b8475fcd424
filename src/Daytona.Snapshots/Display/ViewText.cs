using System.Collections;
using System.Globalization;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Display;

/// <summary>
/// Formats values for the views of this module: sanitized, and the same in every culture. Null, and a value of a type that a method
/// does not format, is shown as nothing.
/// </summary>
public static class ViewText
{
    /// <summary>A value in one line that is safe to display; a list with commas.</summary>
    public static string Clean(object? value) => PipelineValue.Unwrap(value) switch
    {
        string text => DisplayText.Clean(text),
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Clean)),
        { } other => DisplayText.Clean(other.ToString()),
        null => "",
    };

    /// <summary>
    /// A part of a connection with its origin, if it has one, and whether the service has confirmed it, such as
    /// <c>eu ($env:DAYTONA_TARGET, not checked)</c>.
    /// </summary>
    public static string WithSource(object? value, string? source, bool isChecked)
    {
        string notes = string.Join(", ", new[] { Clean(source), isChecked ? "" : "not checked" }.Where(static note => note.Length > 0));
        return $"{Clean(value)}{(notes.Length > 0 && (!isChecked || value is not null) ? $" ({notes})" : "")}".TrimStart();
    }

    /// <summary>A text whose lines stay lines, each of them safe to display.</summary>
    public static string CleanLines(string? text) =>
        string.Join(Environment.NewLine, (text ?? "").TrimEnd().Split('\n').Select(DisplayText.Clean));

    /// <summary>A DateTime in the notation of ISO 8601 with minutes, such as <c>2026-05-02 13:45</c>.</summary>
    public static string Time(object? value) =>
        PipelineValue.Unwrap(value) is DateTime time ? time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>How long ago a DateTime was, in its largest unit, such as <c>45s</c>, <c>12m</c>, <c>5h</c> or <c>40d</c>.</summary>
    public static string Age(object? value) =>
        PipelineValue.Unwrap(value) is DateTime time ? new Duration(DateTime.UtcNow - time.ToUniversalTime()).ToString() : "";

    /// <summary>A size in GiB, a whole number or a fraction, with its unit, such as <c>4 GiB</c>, <c>1.3 GiB</c> or <c>210 MiB</c>.</summary>
    public static string Size(object? value) => PipelineValue.Unwrap(value) switch
    {
        int gibibytes => $"{gibibytes.ToString(CultureInfo.InvariantCulture)} GiB",
        double part and < 1 => $"{(part * 1024).ToString("0", CultureInfo.InvariantCulture)} MiB",
        double gibibytes => $"{gibibytes.ToString(gibibytes < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)} GiB",
        _ => "",
    };
}

using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Sanitizes the lines of a log, because the output of a build must not control the reader's terminal.</summary>
internal static class LogText
{
    private const string ResetColour = "\u001b[0m";

    // The control sequences of ECMA-48: ESC [ … m, ESC ] … BEL and so on, or the same with a C1 control in place of the escape and
    // its second character. Any other character also ends one, as in a terminal, and is processed separately.
    private const string Function = @"(?:\x1b\[|\x9b)(?<parameters>[0-?]*)(?<intermediate>[ -/]*)";
    private const string Text = @"(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c]*";
    private const string Short = @"\x1b[ -/]*";

    // The rest breaks lines or reorders the text.
    private static readonly Regex Unsafe = new(
        Function + "(?<end>[@-~])?|" + Text + @"(?:[\x07\x18\x1a\x9c]|\x1b\\)?|" + Short + "[0-~]?" +
        @"|[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]",
        RegexOptions.CultureInvariant);

    private static readonly Regex Incomplete = new($@"(?:{Function}|{Text}|{Short})\z", RegexOptions.CultureInvariant);

    // Parameters with a private prefix, such as ESC [ > 4 m, set something else. A longer sequence is not a colour.
    private static readonly Regex ColourParameters = new(@"^[0-9;:]{0,64}\z", RegexOptions.CultureInvariant);

    private static readonly Regex Colour = new("\u001b\\[[0-9;:]*m", RegexOptions.CultureInvariant);

    /// <summary>
    /// The line without control characters and sequences, except tabs and colours, and in the default colour at its end. Also
    /// without characters that reorder the text or break lines.
    /// </summary>
    public static string Sanitize(string line)
    {
        bool coloured = false;
        string text = Unsafe.Replace(line, match =>
        {
            string parameters = match.Groups["parameters"].Value;
            if (match.Groups["end"].Value != "m" || match.Groups["intermediate"].Length > 0 || !ColourParameters.IsMatch(parameters)) return "";

            coloured = parameters.Trim('0').Length > 0;
            return $"\u001b[{parameters}m";
        });
        return coloured ? text + ResetColour : text;
    }

    /// <summary>A sanitized line without its colours.</summary>
    public static string WithoutColour(string sanitized) => Colour.Replace(sanitized, "");

    /// <summary>Finds a control sequence that the end of a text cuts.</summary>
    /// <returns>The index at which it begins, or the length of the text if there is none.</returns>
    public static int EndOfComplete(string text) => Incomplete.Match(text) is { Success: true } cut ? cut.Index : text.Length;
}

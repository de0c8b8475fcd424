using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Sanitizes the lines of a log, because the output of a build must not control the reader's terminal.</summary>
internal static class LogText
{
    private const string ResetColour = "\u001b[0m";

    private static readonly Regex Colour = new("\u001b\\[[0-9;:]*m", RegexOptions.CultureInvariant);

    /// <summary>
    /// The line without control characters and sequences, except tabs and colours, and in the default colour at its end. Also
    /// without characters that reorder the text or break lines.
    /// </summary>
    public static string Sanitize(string line)
    {
        int i = 0;
        while (i < line.Length && IsHarmless(line[i])) i++;
        if (i == line.Length) return line;

        var text = new StringBuilder(line, 0, i, line.Length + ResetColour.Length);
        bool coloured = false;
        while (i < line.Length)
        {
            if (ControlSequence.Begins(line[i]))
            {
                ControlSequence sequence = ControlSequence.At(line, i);
                if (sequence.Colour is { } colour)
                {
                    text.Append(ControlSequence.Escape).Append('[').Append(colour).Append('m');
                    coloured = colour.Trim('0').Length > 0;
                }

                i = sequence.End;
            }
            else
            {
                if (IsHarmless(line[i])) text.Append(line[i]);
                i++;
            }
        }

        if (coloured) text.Append(ResetColour);
        return text.ToString();
    }

    /// <summary>A sanitized line without its colours.</summary>
    public static string WithoutColour(string sanitized) =>
        sanitized.IndexOf(ControlSequence.Escape) < 0 ? sanitized : Colour.Replace(sanitized, "");

    private static bool IsHarmless(char character) => character switch
    {
        '\t' => true,
        >= '\u202a' and <= '\u202e' => false,
        >= '\u2066' and <= '\u2069' => false,
        '\u2028' or '\u2029' => false,
        _ => !char.IsControl(character),
    };
}

using System.Globalization;
using System.Text;

namespace Daytona.Snapshots;

/// <summary>
/// Makes untrusted text safe to display. The service's names, states and messages may contain terminal control sequences, line
/// breaks, bidirectional overrides and commands of CI systems. Objects keep such text unchanged; displayed and reported text
/// passes through here.
/// </summary>
public static class DisplayText
{
    /// <summary>Converts a text to one visible line.</summary>
    /// <param name="text">Any text. Null is treated as empty.</param>
    /// <returns>The text with line breaks as spaces, and every other invisible character as <c>\u{…}</c>.</returns>
    public static string Clean(string? text)
    {
        if (text is null || IsClean(text)) return text ?? "";

        var clean = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (character is '\r' or '\n' or '\t')
            {
                if (clean.Length > 0 && clean[clean.Length - 1] != ' ') clean.Append(' ');
            }
            else if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && !IsInvisible(text, i))
            {
                clean.Append(character).Append(text[++i]);
            }
            else if (char.IsSurrogate(character) || IsInvisible(text, i))
            {
                clean.Append("\\u{").Append(((int)character).ToString("x", CultureInfo.InvariantCulture)).Append('}');
            }
            else
            {
                clean.Append(character);
            }
        }

        return Disarm(clean.ToString().TrimEnd(' '));
    }

    private static bool IsClean(string text)
    {
        foreach (char character in text)
        {
            if (character is < ' ' or > '~') return false;
        }

        return !StartsWorkflowCommand(text);
    }

    // CI systems execute a line that starts with one of these (GitHub Actions, also after spaces; Azure DevOps, anywhere).
    private static bool StartsWorkflowCommand(string text) =>
        text.TrimStart().StartsWith("::", StringComparison.Ordinal)
        || text.IndexOf("##[", StringComparison.Ordinal) >= 0
        || text.IndexOf("##vso[", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Disarm(string text)
    {
        if (!StartsWorkflowCommand(text)) return text;
        text = text.Replace("##", "#\\u{23}");
        return text.TrimStart().StartsWith("::", StringComparison.Ordinal) ? "\\u{3a}" + text.TrimStart().Substring(1) : text;
    }

    private static bool IsInvisible(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}

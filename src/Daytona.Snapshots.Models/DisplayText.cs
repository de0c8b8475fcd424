using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots;

/// <summary>
/// Makes untrusted text safe to display. The service's names, states and messages may contain terminal control sequences, line
/// breaks, bidirectional overrides and commands of CI systems. Objects keep such text unchanged; displayed and reported text
/// passes through here.
/// </summary>
internal static class DisplayText
{
    private const string EscapedColon = "${before}\\u{3a}:";
    private const string EscapedHash = "#\\u{23}";

    // GitHub Actions runs a line that begins with ::name or, after blanks, with ::name parameters::text.
    private static readonly Regex CommandAtStart = new(@"^(?<before>(\s|\u001b\[[0-9;:]*m)*)::", RegexOptions.CultureInvariant);
    private static readonly Regex CommandAnywhere = new(@"(?<before>)::(?=[a-zA-Z].*::)", RegexOptions.CultureInvariant);

    // Azure DevOps and GitHub Actions run these wherever they stand in a line.
    private static readonly Regex AgentCommand = new(@"##(?=\[|vso\[)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Converts a text to one visible line.</summary>
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

    /// <summary>Makes a line of a build log safe to display in a CI system, with its colours.</summary>
    public static string CleanLogLine(string line) => CommandAtStart.Replace(AgentCommand.Replace(line ?? "", EscapedHash), EscapedColon);

    private static bool IsClean(string text) =>
        text.All(static character => character is >= ' ' and <= '~') && !text.Contains("::") && !text.Contains("##");

    // PowerShell wraps long texts, so a command of GitHub Actions may come to stand at the start of a line from anywhere.
    private static string Disarm(string text) =>
        CommandAnywhere.Replace(CommandAtStart.Replace(AgentCommand.Replace(text, EscapedHash), EscapedColon), EscapedColon);

    private static bool IsInvisible(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}

using System.Globalization;
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

    // What can't be seen, or only as two code units.
    private static readonly Regex Special = new(@"(?<break>[\r\n\t]+)|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\p{C}\p{Zl}\p{Zp}]", RegexOptions.CultureInvariant);

    /// <summary>Converts a text to one visible line.</summary>
    public static string Clean(string? text) => text is null || IsClean(text) ? text ?? "" : Disarm(Special.Replace(text, found => found.Value switch
    {
        _ when found.Groups["break"].Success => found.Index == 0 || text[found.Index - 1] == ' ' ? "" : " ",
        { Length: 2 } pair when !IsInvisible(pair) => pair,
        // .NET Framework takes the last braces of an interpolated {{{unit:x}}} for a part of the format.
        var hidden => string.Concat(hidden.Select(static unit => "\\u{" + ((int)unit).ToString("x", CultureInfo.InvariantCulture) + "}")),
    }).TrimEnd(' '));

    /// <summary>Makes a line of a build log safe to display in a CI system, with its colours.</summary>
    public static string CleanLogLine(string line) => CommandAtStart.Replace(AgentCommand.Replace(line ?? "", EscapedHash), EscapedColon);

    private static bool IsClean(string text) =>
        text.All(static character => character is >= ' ' and <= '~') && !text.Contains("::") && !text.Contains("##");

    // PowerShell wraps long texts, so a command of GitHub Actions may come to stand at the start of a line from anywhere.
    private static string Disarm(string text) =>
        CommandAnywhere.Replace(CommandAtStart.Replace(AgentCommand.Replace(text, EscapedHash), EscapedColon), EscapedColon);

    private static bool IsInvisible(string pair) => CharUnicodeInfo.GetUnicodeCategory(pair, 0) is
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}

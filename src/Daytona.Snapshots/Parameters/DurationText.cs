using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads durations that people write with a unit, such as <c>10m</c>, <c>2h</c>, <c>14d</c>.</summary>
internal static class DurationText
{
    private static readonly Regex WithUnit = new(
        @"^\s*(?<number>[0-9]{1,6}(\.[0-9]{1,6})?)\s*(?<unit>s|sec|m|min|h|d|w)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The duration; null if the argument is not a number with a unit.</summary>
    /// <param name="argument">
    /// The argument as PowerShell passes it. It reads <c>14d</c> and <c>90s</c> as numbers with a type suffix, and keeps their text.
    /// </param>
    public static TimeSpan? Parse(object? argument)
    {
        if (argument is not (string or PSObject) || WithUnit.Match(argument.ToString() ?? "") is not { Success: true } match) return null;
        double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return char.ToLowerInvariant(match.Groups["unit"].Value[0]) switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.FromDays(7 * number),
        };
    }

    /// <summary>The duration of a TimeSpan or of its text with colons; null for anything else.</summary>
    public static TimeSpan? ParseTimeSpan(object? argument) => (argument is PSObject wrapped ? wrapped.BaseObject : argument) switch
    {
        TimeSpan span => span,
        string text when text.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
        _ => null,
    };
}

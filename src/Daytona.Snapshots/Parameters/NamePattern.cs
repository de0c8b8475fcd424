using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads wildcards for names.</summary>
internal static class NamePattern
{
    /// <summary>The wildcard of a text, which ignores case; null if the text has none, or an invalid one.</summary>
    public static WildcardPattern? Find(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text)) return null;
        try
        {
            WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            // PowerShell validates a wildcard only when it first compares with it, and then ends the pipeline.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}

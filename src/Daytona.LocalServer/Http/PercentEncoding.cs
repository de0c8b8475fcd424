namespace Daytona.Local.Http;

/// <summary>The encoding of a path, read as strictly as the service's framework reads it: .NET leaves what it can't decode.</summary>
internal static class PercentEncoding
{
    // A character that no path has stands for an encoded percent sign, so that any other is one that was left.
    private const char Percent = '\uFDD0';

    /// <summary>The decoded text; null if a percent sign stands for nothing, or the bytes are not UTF-8.</summary>
    public static string? TryDecode(string text)
    {
        string decoded = Uri.UnescapeDataString(text.Replace("%25", $"{Percent}", StringComparison.Ordinal));
        return decoded.Contains('%', StringComparison.Ordinal) ? null : decoded.Replace(Percent, '%');
    }
}

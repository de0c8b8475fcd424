using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>A command in a Dockerfile's exec form: a JSON array of strings.</summary>
internal static class ExecForm
{
    // Without escapes of surrogates, half of which would be no character.
    private static readonly Regex Array = new(
        """^\[[ \t\r\n]*(?>(?<word>"(?>[^"\\\x00-\x1F]|\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}))*")[ \t\r\n]*(?:,[ \t\r\n]*(?!\])|(?=\])))*\][ \t\r\n]*\z""",
        RegexOptions.CultureInvariant);

    public static string Write(IReadOnlyList<string> words) => "[" + string.Join(", ", words.Select(word => word is null
        ? throw new ArgumentException("A command can't contain null.", nameof(words))
        : "\"" + string.Concat(word.Select(Escape)) + "\"")) + "]";

    /// <summary>Reads the arguments of an instruction.</summary>
    /// <returns>The strings, or null if the arguments are anything else, which Docker treats as plain words.</returns>
    public static string[]? TryRead(string arguments) =>
        arguments.StartsWith("[", StringComparison.Ordinal) && Array.Match(arguments) is { Success: true } array
            ? [.. array.Groups["word"].Captures.Cast<Capture>().Select(static word => Regex.Unescape(word.Value.Substring(1, word.Length - 2)))]
            : null;

    private static string Escape(char c) => c switch
    {
        '"' or '\\' => @"\" + c,
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        < ' ' => FormattableString.Invariant($@"\u{(int)c:x4}"),
        _ => c.ToString(),
    };
}

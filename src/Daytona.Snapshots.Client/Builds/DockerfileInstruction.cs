namespace Daytona.Snapshots.Client.Builds;

/// <summary>One instruction of a Dockerfile, with its continued lines joined.</summary>
/// <param name="Name">The instruction in upper case.</param>
/// <param name="Flags">The flags, such as <c>--from=build</c>.</param>
/// <param name="Arguments">The text after the flags.</param>
/// <param name="Line">The line on which the instruction begins, from 1.</param>
internal sealed record DockerfileInstruction(string Name, IReadOnlyList<string> Flags, string Arguments, int Line)
{
    // Only these: a name with another white space of Unicode is still one word.
    private static readonly char[] Blanks = [' ', '\t', '\v', '\f', '\r'];

    /// <summary>Splits an instruction, or the text after ONBUILD.</summary>
    /// <param name="text">The instruction in one line.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <returns>The instruction.</returns>
    /// <exception cref="FormatException">A flag holds quotes or escapes.</exception>
    public static DockerfileInstruction Split(string text, int line)
    {
        string trimmed = text.Trim();
        int end = EndOfWord(trimmed, 0);
        string name = trimmed.Substring(0, end).ToUpperInvariant();
        var flags = new List<string>();
        while (true)
        {
            int start = end;
            while (start < trimmed.Length && char.IsWhiteSpace(trimmed[start])) start++;
            if (string.CompareOrdinal(trimmed, start, "--", 0, 2) != 0)
            {
                return new DockerfileInstruction(name, flags, trimmed.Substring(start), line);
            }

            end = EndOfWord(trimmed, start);
            string flag = trimmed.Substring(start, end - start);
            if (flag == "--" || flag.IndexOfAny(['"', '\'', '\\', '`']) >= 0) throw new FormatException("an unusual flag");

            flags.Add(flag);
        }
    }

    /// <summary>Splits the arguments into words, with their quotes and escapes.</summary>
    public string[] Words() => Arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    private static int EndOfWord(string text, int start)
    {
        int end = text.IndexOfAny(Blanks, start);
        return end < 0 ? text.Length : end;
    }
}

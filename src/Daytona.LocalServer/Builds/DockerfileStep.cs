using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local;

/// <summary>An instruction of a Dockerfile, as far as a played build has to know it.</summary>
internal sealed partial record DockerfileStep(string Instruction, string Arguments)
{
    public string Text => $"{Instruction} {Arguments}".TrimEnd();

    /// <summary>Reads the instructions: comments dropped, continued lines joined, here-documents passed over.</summary>
    public static IReadOnlyList<DockerfileStep> Parse(string dockerfile)
    {
        var steps = new List<DockerfileStep>();
        string[] lines = dockerfile.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#')) continue;
            while (line.EndsWith('\\') && i + 1 < lines.Length)
            {
                string next = lines[++i].Trim();
                if (!next.StartsWith('#')) line = line[..^1].TrimEnd() + " " + next;
            }

            if (HereDocument().Match(line) is { Success: true } here)
            {
                while (i + 1 < lines.Length && lines[i + 1].Trim() != here.Groups[1].Value) i++;
                i++;
            }

            string[] words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            steps.Add(new DockerfileStep(words[0].ToUpperInvariant(), words.Length > 1 ? words[1].Trim() : ""));
        }

        return steps;
    }

    /// <summary>What a COPY or ADD takes out of the build context.</summary>
    public IEnumerable<string> Sources()
    {
        if (Instruction is not ("COPY" or "ADD")) return [];

        string rest = Arguments;
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            // From another stage or image, and not from the context.
            if (rest.StartsWith("--from=", StringComparison.Ordinal)) return [];
            int space = rest.IndexOf(' ', StringComparison.Ordinal);
            rest = space < 0 ? "" : rest[space..].TrimStart();
        }

        string[] words = SplitWords(rest);
        return words.SkipLast(1).Where(static word =>
            !word.StartsWith("<<", StringComparison.Ordinal) && !word.Contains("://", StringComparison.Ordinal)
                && !word.Contains('$', StringComparison.Ordinal));
    }

    private static string[] SplitWords(string text)
    {
        if (text.StartsWith('['))
        {
            try
            {
                return JsonSerializer.Deserialize<string[]>(text) ?? [];
            }
            catch (JsonException)
            {
                // Docker falls back to the shell form as well.
            }
        }

        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("""<<-?["']?([A-Za-z_][A-Za-z0-9_]*)["']?""")]
    private static partial Regex HereDocument();
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Builds;

/// <summary>An instruction of a Dockerfile, as far as a simulated build needs it.</summary>
internal sealed partial record LocalDockerfileStep(string Instruction, string Arguments, int Line)
{
    private static readonly string[] Instructions =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    public string Text => $"{Instruction} {Arguments}".TrimEnd();

    /// <summary>The command of a RUN as in the builder's messages: without flags, and a list as its words.</summary>
    public string Command
    {
        get
        {
            string command = WithoutFlags(Arguments);
            return command.StartsWith('[') ? string.Join(' ', SplitWords(command)) : $"/bin/sh -c {command}";
        }
    }

    /// <summary>Returns Docker's error for instructions that are not a Dockerfile, or null.</summary>
    public static string? FindMistake(IReadOnlyList<LocalDockerfileStep> steps)
    {
        if (steps.Count == 0) return "the Dockerfile (Dockerfile) cannot be empty";
        foreach (LocalDockerfileStep step in steps)
        {
            if (!Instructions.Contains(step.Instruction))
                return $"dockerfile parse error on line {step.Line}: unknown instruction: {step.Instruction}";
            if (step.Instruction == "FROM" && WithoutFlags(step.Arguments).Length == 0)
                return $"dockerfile parse error on line {step.Line}: FROM requires either one or three arguments";
        }

        return steps.SkipWhile(static step => step.Instruction == "ARG").FirstOrDefault()?.Instruction == "FROM"
            ? null
            : "no build stage in current context";
    }

    /// <summary>Reads the instructions: comments dropped, continued lines joined, here-documents passed over.</summary>
    public static IReadOnlyList<LocalDockerfileStep> Parse(string dockerfile)
    {
        var steps = new List<LocalDockerfileStep>();
        string[] lines = dockerfile.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i + 1;
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
            steps.Add(new LocalDockerfileStep(words[0].ToUpperInvariant(), words.Length > 1 ? words[1].Trim() : "", first));
        }

        return steps;
    }

    /// <summary>The sources of a COPY or ADD in the build context.</summary>
    public IEnumerable<string> Sources()
    {
        if (Instruction is not ("COPY" or "ADD")) return [];

        string rest = WithoutFlags(Arguments);
        // From another stage or image, and not from the context.
        if (Arguments[..^rest.Length].Contains("--from=", StringComparison.Ordinal)) return [];
        string[] words = SplitWords(rest);
        return words.SkipLast(1).Where(static word =>
            !word.StartsWith("<<", StringComparison.Ordinal) && !word.Contains("://", StringComparison.Ordinal)
                && !word.Contains('$', StringComparison.Ordinal));
    }

    private static string WithoutFlags(string arguments)
    {
        while (arguments.StartsWith("--", StringComparison.Ordinal))
        {
            int space = arguments.IndexOf(' ', StringComparison.Ordinal);
            arguments = space < 0 ? "" : arguments[space..].TrimStart();
        }

        return arguments;
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

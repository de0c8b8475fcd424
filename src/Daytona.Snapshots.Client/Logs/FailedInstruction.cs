using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Finds the instruction that failed in the text of the Dockerfile. Builders name a step by its text and its number. The classic
/// builder numbers all instructions; BuildKit numbers, for each stage, those that make a layer.
/// </summary>
internal static class FailedInstruction
{
    private static readonly Regex Blanks = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>Adds the line to a failure whose log does not name it, unless none or several instructions fit.</summary>
    public static BuildFailure Locate(BuildFailure failure, string? dockerfile) =>
        failure.Line is null && failure.Instruction is { } instruction && dockerfile is not null
            ? failure with { Line = FindLine(dockerfile, failure, Normalize(instruction)) }
            : failure;

    private static int? FindLine(string dockerfile, BuildFailure failure, string text)
    {
        if (new ParsedDockerfile(dockerfile).Instructions is not { } instructions) return null;

        List<Step> steps = ReadSteps(instructions);
        List<Step> found = [.. steps.Where(step => step.IsShownAs(text))];
        // BuildKit replaces variables, so the text may differ.
        if (found.Count == 0) found = [.. steps.Where(step => step.Name == text.Split(' ')[0] && IsAt(step))];
        // Of several, the number decides, and then the stage.
        return found.GroupBy(step => (IsAt(step), step.IsIn(failure.Stage))).OrderByDescending(static group => group.Key).FirstOrDefault()?.ToArray() is [var only]
            ? only.Line
            : null;

        bool IsAt(Step step) => failure.Step == (failure.Steps == steps.Count ? step.Number : step.Layer);
    }

    private static List<Step> ReadSteps(IReadOnlyList<DockerfileInstruction> instructions)
    {
        var steps = new List<Step>();
        string stage = "";
        int stages = 0;
        int layers = 0;
        foreach (DockerfileInstruction instruction in instructions)
        {
            if (instruction.Name == "FROM")
            {
                stage = instruction.Stage ?? $"stage-{stages}";
                stages++;
                layers = 0;
            }

            if (instruction.Name is "FROM" or "RUN" or "COPY" or "ADD" or "WORKDIR") layers++;
            steps.Add(new Step(instruction.Name, Normalize(instruction.Text), instruction.Line, steps.Count + 1, stage, layers));
        }

        return steps;
    }

    /// <summary>The instruction with single blanks and its name in upper case.</summary>
    private static string Normalize(string text)
    {
        string line = Blanks.Replace(text, " ").Trim();
        string name = line.Split(' ')[0];
        return name.ToUpperInvariant() + line.Substring(name.Length);
    }

    /// <param name="Name">The instruction's name in upper case.</param>
    /// <param name="Text">The instruction in one line, with single blanks.</param>
    /// <param name="Line">The line on which it begins.</param>
    /// <param name="Number">Its number among all instructions.</param>
    /// <param name="Stage">The name of its stage.</param>
    /// <param name="Layer">Its number among the instructions of its stage that make a layer.</param>
    private sealed record Step(string Name, string Text, int Line, int Number, string Stage, int Layer)
    {
        // After a here-document's name, BuildKit shows the beginning of the document.
        public bool IsShownAs(string shown) =>
            shown == Text || (Text.Contains("<<") && shown.StartsWith(Text + " (", StringComparison.Ordinal));

        // The platform may stand before the name.
        public bool IsIn(string? shown) => string.Equals(shown?.Substring(shown.LastIndexOf(' ') + 1), Stage, StringComparison.OrdinalIgnoreCase);
    }
}

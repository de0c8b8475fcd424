using System.Text.RegularExpressions;
using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Finds the instruction that failed in the text of the Dockerfile. Builders name a step by its text and its number. The classic
/// builder numbers all instructions; BuildKit numbers, for each stage, those that make a layer.
/// </summary>
internal static class FailedInstruction
{
    private static readonly Regex Blanks = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>Adds the line to a failure whose log does not name it.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="dockerfile">The text of the Dockerfile; null if it is not known.</param>
    /// <returns>The failure, without a line if none or several instructions fit.</returns>
    public static BuildFailure Locate(BuildFailure failure, string? dockerfile) =>
        failure.Line is null && failure.Instruction is { } instruction && dockerfile is not null
            ? failure with { Line = FindLine(dockerfile, failure, Normalize(instruction)) }
            : failure;

    private static int? FindLine(string dockerfile, BuildFailure failure, string text)
    {
        IReadOnlyList<DockerfileStep> steps;
        try
        {
            steps = ReadSteps(dockerfile);
        }
        catch (FormatException)
        {
            return null;
        }

        List<DockerfileStep> found = [.. steps.Where(step => step.IsShownAs(text))];
        // BuildKit replaces variables, so the text may differ.
        if (found.Count == 0) found = [.. steps.Where(step => step.Name == NameOf(text) && IsAt(step, failure, steps.Count))];
        Narrow(found, step => IsAt(step, failure, steps.Count));
        Narrow(found, step => failure.Stage is { } stage && step.IsIn(stage));
        return found.Count == 1 ? found[0].Line : null;
    }

    private static List<DockerfileStep> ReadSteps(string dockerfile)
    {
        var steps = new List<DockerfileStep>();
        string stage = "";
        int stages = 0;
        int layers = 0;
        foreach (DockerfileInstruction instruction in DockerfileReader.Read(dockerfile, DockerfileDirectives.Parse(dockerfile).Escape))
        {
            if (instruction.Name == "FROM")
            {
                string[] words = instruction.Words();
                stage = words.Length == 3 ? words[2] : $"stage-{stages}";
                stages++;
                layers = 0;
            }

            if (instruction.Name is "FROM" or "RUN" or "COPY" or "ADD" or "WORKDIR") layers++;
            string text = Normalize(string.Join(" ", [instruction.Name, .. instruction.Flags, instruction.Arguments]));
            steps.Add(new DockerfileStep(instruction.Name, text, instruction.Line, steps.Count + 1, stage, layers));
        }

        return steps;
    }

    private static bool IsAt(DockerfileStep step, BuildFailure failure, int steps) =>
        failure.Step == (failure.Steps == steps ? step.Number : step.Layer);

    private static void Narrow(List<DockerfileStep> steps, Func<DockerfileStep, bool> fits)
    {
        if (steps.Count > 1 && steps.Exists(step => fits(step))) steps.RemoveAll(step => !fits(step));
    }

    private static string Normalize(string text)
    {
        string line = Blanks.Replace(text, " ").Trim();
        string name = NameOf(line);
        return name + line.Substring(name.Length);
    }

    private static string NameOf(string text) => text.Split(' ')[0].ToUpperInvariant();

    /// <param name="Name">The instruction in upper case.</param>
    /// <param name="Text">The instruction in one line, with single blanks.</param>
    /// <param name="Line">The line on which it begins.</param>
    /// <param name="Number">Its number among all instructions.</param>
    /// <param name="Stage">The name of its stage.</param>
    /// <param name="Layer">Its number among the instructions of its stage that make a layer.</param>
    private sealed record DockerfileStep(string Name, string Text, int Line, int Number, string Stage, int Layer)
    {
        // After a here-document's name, BuildKit shows the beginning of the document.
        public bool IsShownAs(string shown) =>
            shown == Text || (Text.Contains("<<") && shown.StartsWith(Text + " (", StringComparison.Ordinal));

        // The platform may stand before the name.
        public bool IsIn(string shown) =>
            string.Equals(shown.Substring(shown.LastIndexOf(' ') + 1), Stage, StringComparison.OrdinalIgnoreCase);
    }
}

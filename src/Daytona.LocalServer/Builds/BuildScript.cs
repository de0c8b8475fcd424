using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Local.Builds;

/// <summary>The log and the result of a build, determined when it starts.</summary>
internal sealed partial record BuildScript(IReadOnlyList<string> Lines, string? Failure)
{
    public static BuildScript Write(string dockerfile, LocalBuildContext context)
    {
        IReadOnlyList<LocalDockerfileStep> steps = LocalDockerfileStep.Parse(dockerfile);
        List<string> lines = ["#1 [internal] load remote build context", "#2 copy /context /"];
        if (LocalDockerfileStep.FindMistake(steps) is { } mistake) return Fail(mistake);

        // BuildKit numbers the steps that create a layer, and omits the others.
        LocalDockerfileStep[] shown = [.. steps.Where(static step => step.Instruction is "FROM" or "RUN" or "COPY" or "ADD" or "WORKDIR")];
        int number = 2;
        foreach (LocalDockerfileStep from in shown.Where(static step => step.Instruction == "FROM"))
            lines.Add($"#{++number} [internal] load metadata for {FullNameOf(from)}");
        for (int i = 0; i < shown.Length; i++)
        {
            LocalDockerfileStep step = shown[i];
            string text = step.Instruction == "FROM" ? $"FROM {FullNameOf(step)}" : step.Text;
            lines.Add($"#{++number} [{i + 1}/{shown.Length}] {text}");
            if (step.Instruction == "RUN")
                lines.AddRange(EchoedText().Matches(step.Command).Select(static it => it.Groups[1].Value.Trim().Trim('"', '\'')));
            if (FindMissing(step, context) is { } missing)
                return Fail($"failed to compute cache key: failed to calculate checksum of ref 7vq2::c0ffee: \"/{missing}\": not found");
            if (FindExitCode(step) is not { } code) continue;

            // Commands with these words fail as the recorded builder does.
            BuildScript failed = Fail($"process \"{step.Command}\" did not complete successfully: exit code: {code}");
            return step.Arguments.Contains("build-fail", StringComparison.Ordinal)
                ? failed with { Failure = "failed to build image: exit code 1" }
                : failed;
        }

        return new BuildScript([.. lines, $"#{++number} exporting to image"], null);

        BuildScript Fail(string reason) => new([.. lines, $"ERROR: {reason}"], reason);
    }

    private static string? FindMissing(LocalDockerfileStep step, LocalBuildContext context) =>
        step.Sources().FirstOrDefault(source => !context.Has(source))?.TrimStart('.', '/');

    private static int? FindExitCode(LocalDockerfileStep step)
    {
        if (step.Instruction != "RUN") return null;
        if (step.Arguments.Contains("build-fail", StringComparison.Ordinal)) return 1;
        // Nobody knows which branch is taken.
        string command = Branch().Replace(step.Command, "");
        if (FalseCommand().IsMatch(command)) return 1;
        return ExitCommand().Match(command) is { Success: true } exit
            ? int.Parse(exit.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
    }

    private static string FullNameOf(LocalDockerfileStep from)
    {
        string image = from.Arguments.Split(' ').First(static word => !word.StartsWith("--", StringComparison.Ordinal));
        string host = image.Split('/')[0];
        if (host == image) return $"docker.io/library/{image}";
        return host == "localhost" || host.AsSpan().IndexOfAny('.', ':') >= 0 ? image : $"docker.io/{image}";
    }

    [GeneratedRegex(@"(?:^|-c\s+|[;&""]\s*)echo\s+([^;&|>]+)")]
    private static partial Regex EchoedText();

    [GeneratedRegex(@"\b(?:if|case|for|while|until)\s.*\b(?:fi|esac|done)\b|\|\|\s*(?:\{.*?\}|\(.*?\))", RegexOptions.Singleline)]
    private static partial Regex Branch();

    [GeneratedRegex(@"(?:^|-c\s+|[;&""']\s*)exit\s+([1-9]\d{0,2})\b")]
    private static partial Regex ExitCommand();

    [GeneratedRegex(@"(?:^|-c\s+|[;&]\s*)false\s*$")]
    private static partial Regex FalseCommand();
}

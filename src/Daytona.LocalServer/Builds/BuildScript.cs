using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Local.Builds;

/// <summary>The log and the result of a build, determined when it starts.</summary>
/// <param name="Lines">The lines of its log.</param>
/// <param name="Failure">The error, or null.</param>
internal sealed partial record BuildScript(IReadOnlyList<string> Lines, string? Failure)
{
    public static BuildScript Write(string dockerfile, LocalBuildContext context, BuildLogFormat format) =>
        format == BuildLogFormat.Classic ? WriteClassic(dockerfile, context) : WriteBuildKit(dockerfile, context);

    private static BuildScript WriteClassic(string dockerfile, LocalBuildContext context)
    {
        IReadOnlyList<LocalDockerfileStep> steps = LocalDockerfileStep.Parse(dockerfile);
        List<string> lines = ["Building image..."];
        if (LocalDockerfileStep.FindMistake(steps) is { } mistake) return new BuildScript([.. lines, mistake], mistake);

        for (int i = 0; i < steps.Count; i++)
        {
            LocalDockerfileStep step = steps[i];
            lines.Add($"Step {i + 1}/{steps.Count} : {step.Text}");
            if (step.Instruction == "RUN")
            {
                lines.Add(" ---> Running in 3f1c5be0a9d2");
                lines.AddRange(OutputOf(step));
            }

            if (FindMissing(step, context) is { } missing)
            {
                string reason = "COPY failed: file not found in build context or excluded by .dockerignore: " +
                    $"stat {missing}: file does not exist";
                return new BuildScript(lines, reason);
            }

            if (FindExitCode(step) is { } code)
            {
                string reason = $"The command '{step.Command}' returned a non-zero code: {code}";
                return new BuildScript([.. lines, reason], ReasonOf(step, reason));
            }

            lines.Add(" ---> 0123456789ab");
        }

        lines.Add("Successfully built 0123456789ab");
        return new BuildScript(lines, null);
    }

    private static BuildScript WriteBuildKit(string dockerfile, LocalBuildContext context)
    {
        IReadOnlyList<LocalDockerfileStep> steps = LocalDockerfileStep.Parse(dockerfile);
        // BuildKit numbers the steps that create a layer, and omits the others.
        LocalDockerfileStep[] shown =
            [.. steps.Where(static step => step.Instruction is "FROM" or "RUN" or "COPY" or "ADD" or "WORKDIR")];
        List<string> lines = ["#1 [internal] load remote build context", "#2 copy /context /"];
        if (LocalDockerfileStep.FindMistake(steps) is { } mistake)
            return new BuildScript([.. lines, $"ERROR: {mistake}"], mistake);

        int number = 2;
        foreach (LocalDockerfileStep from in shown.Where(static step => step.Instruction == "FROM"))
            lines.Add($"#{++number} [internal] load metadata for {FullNameOf(from)}");
        for (int i = 0; i < shown.Length; i++)
        {
            LocalDockerfileStep step = shown[i];
            string text = step.Instruction == "FROM" ? $"FROM {FullNameOf(step)}" : step.Text;
            lines.Add($"#{++number} [{i + 1}/{shown.Length}] {text}");
            if (step.Instruction == "RUN") lines.AddRange(OutputOf(step));
            if (FindMissing(step, context) is { } missing)
            {
                string reason = "failed to compute cache key: failed to calculate checksum of ref 7vq2::c0ffee: " +
                    $"\"/{missing}\": not found";
                return new BuildScript([.. lines, $"ERROR: {reason}"], reason);
            }

            if (FindExitCode(step) is { } code)
            {
                string reason = $"process \"{step.Command}\" did not complete successfully: exit code: {code}";
                return new BuildScript([.. lines, $"ERROR: {reason}"], ReasonOf(step, reason));
            }
        }

        lines.Add($"#{++number} exporting to image");
        return new BuildScript(lines, null);
    }

    // Commands with these words fail as the recorded builder does.
    private static string ReasonOf(LocalDockerfileStep step, string reason) =>
        step.Arguments.Contains("build-fail", StringComparison.Ordinal) ? "failed to build image: exit code 1" : reason;

    private static IEnumerable<string> OutputOf(LocalDockerfileStep step) =>
        EchoedText().Matches(step.Command).Select(static match => match.Groups[1].Value.Trim().Trim('"', '\''));

    private static string? FindMissing(LocalDockerfileStep step, LocalBuildContext context) =>
        step.Sources().FirstOrDefault(source => !context.Has(source))?.TrimStart('.', '/');

    private static int? FindExitCode(LocalDockerfileStep step)
    {
        if (step.Instruction != "RUN") return null;
        if (step.Arguments.Contains("build-fail", StringComparison.Ordinal)) return 1;
        if (FalseCommand().IsMatch(step.Command)) return 1;
        return ExitCommand().Match(step.Command) is { Success: true } exit
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

    [GeneratedRegex(@"(?:^|-c\s+|[;&""']\s*)exit\s+([1-9]\d{0,2})\b")]
    private static partial Regex ExitCommand();

    [GeneratedRegex(@"(?:^|-c\s+|[;&]\s*)false\s*$")]
    private static partial Regex FalseCommand();
}

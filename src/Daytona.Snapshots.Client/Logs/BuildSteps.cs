using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Finds the current step and the failure in a build log of the classic builder or BuildKit, whose formats are those of
/// <c>docker build</c> and <c>docker build --progress=plain</c>.
/// </summary>
internal sealed class BuildSteps
{
    private const int MaxLastLines = 20;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Step 2/5 : RUN make
    private static readonly Regex ClassicStep = new(@"^Step (?<step>\d{1,6})/(?<steps>\d{1,6}) : (?<instruction>.+)$", Options);

    // #7 [2/5] RUN make, and with the stage's name or the platform: #7 [linux/amd64 build 2/5] RUN make
    private static readonly Regex Vertex = new(@"^#(?<vertex>\d{1,9}) (?<rest>.*)$", Options);
    private static readonly Regex VertexStep = new(
        @"^\[((?<stage>[^\]]*) )?(?<step>\d{1,6})/(?<steps>\d{1,6})\] (?<instruction>.+)$", Options);

    // The heading of the failed step's output, which BuildKit repeats at the end: " > [2/5] RUN make:"
    private static readonly Regex FailedStep = new(
        @"^ > \[((?<stage>[^\]]*) )?(?<step>\d{1,6})/(?<steps>\d{1,6})\] (?<instruction>.+?):?$", Options);

    // The failed line of the Dockerfile, as BuildKit shows it at the end: "   3 | >>> RUN make"
    private static readonly Regex FailedLine = new(@"^ +(?<line>\d{1,6}) \| >>> (?<instruction>.+)$", Options);

    private static readonly Regex Reason = new(
        @"^(?<reason>The command '.*' returned a non-zero code: \d+" +
        @"|(COPY|ADD) failed: .*" +
        @"|(Error response from daemon: )?[Dd]ockerfile parse error.*" +
        @"|Error response from daemon: .*)$" +
        @"|^(ERROR: )?(failed to (solve|build): )(?<reason>.+)$" +
        @"|^ERROR: (?<reason>process "".*"" did not complete successfully: .*|failed to compute cache key: .*)$",
        Options);

    private static readonly Regex ExitCode = new(@"(returned a non-zero code|exit code): (?<code>\d{1,9})$", Options);

    private static readonly Regex Built = new(
        @"^(Successfully (built|tagged) |#\d{1,9} (naming to|writing image|exporting manifest) )", Options);

    // The builders' own lines between the output of commands: layers, and the report of a failure.
    private static readonly Regex Report = new(
        @"^( ---> .*|Removing intermediate container .*|\W*|Dockerfile:\d+| +\d+ \|.*| > \[.*)$",
        Options);

    // Seconds since the step began, before each line that it prints.
    private static readonly Regex Elapsed = new(@"^\d+\.\d+ ", Options);

    private readonly Dictionary<string, BuildStep> _vertices = [];
    private readonly Queue<string> _lastLines = new();
    private BuildStep? _current;
    private BuildStep? _failed;
    private (int Line, string Instruction)? _failedLine;
    private string? _reason;
    private string? _lastOutput;
    private bool _built;

    /// <summary>Reads the next line, which is sanitized already.</summary>
    public BuildLogLine Read(string text)
    {
        string line = LogText.WithoutColour(text);
        if (line.Length > 0) Parse(line);

        _lastLines.Enqueue(line);
        if (_lastLines.Count > MaxLastLines) _lastLines.Dequeue();
        return new BuildLogLine(text, _current?.Step, _current?.Steps, _current?.Instruction);
    }

    /// <summary>
    /// The failure at the end of the log: the step that the builder names, or otherwise the last one. Null if the log is empty
    /// or reports success.
    /// </summary>
    public BuildFailure? FindFailure()
    {
        if (_lastLines.Count == 0 || (_built && _reason is null)) return null;

        // A failure before the first step, such as a missing base image, has only a line of the Dockerfile.
        BuildStep? step = _failed ?? (_failedLine is null ? _current : null);
        int? code = ExitCode.Match(_reason ?? "") is { Success: true } exit ? int.Parse(exit.Groups["code"].Value, CultureInfo.InvariantCulture) : null;
        return new BuildFailure(
            step?.Step, step?.Steps, step?.Stage, step?.Instruction ?? _failedLine?.Instruction, _failedLine?.Line, _reason, code, _lastOutput)
        {
            LastLines = [.. _lastLines],
        };
    }

    // Most lines are output of the build's commands, and the first character identifies nearly all of them.
    private void Parse(string line)
    {
        switch (line[0])
        {
            case '#' when Vertex.Match(line) is { Success: true } vertex:
                if (Elapsed.IsMatch(vertex.Groups["rest"].Value)) ParseOutput(vertex.Groups["rest"].Value);
                _built |= Built.IsMatch(line);
                ParseVertex(vertex.Groups["vertex"].Value, vertex.Groups["rest"].Value);
                break;
            case ' ' when FailedStep.Match(line) is { Success: true } failed:
                _failed = BuildStep.From(failed);
                break;
            case ' ' when FailedLine.Match(line) is { Success: true } failed:
                _failedLine ??= (int.Parse(failed.Groups["line"].Value, CultureInfo.InvariantCulture), failed.Groups["instruction"].Value);
                break;
            case 'S' when ClassicStep.Match(line) is { Success: true } classic:
                _current = BuildStep.From(classic);
                _lastOutput = null;
                break;
            case 'S' when Built.IsMatch(line):
                _built = true;
                break;
            case 'A' or 'C' or 'D' or 'd' or 'E' or 'f' or 'T' when Reason.Match(line) is { Success: true } reason:
                // BuildKit's last line only repeats the error of the failed step.
                if (_failed is null || _reason is null) _reason = reason.Groups["reason"].Value;
                break;
            default:
                ParseOutput(line);
                break;
        }
    }

    private void ParseOutput(string line)
    {
        string text = Elapsed.Replace(line, "");
        if (_current is not null && !Report.IsMatch(text)) _lastOutput = text.Trim();
    }

    private void ParseVertex(string vertex, string rest)
    {
        if (VertexStep.Match(rest) is { Success: true } step)
        {
            _vertices[vertex] = BuildStep.From(step);
            _lastOutput = null;
        }

        // Steps of several stages run at once, and their lines are mixed.
        if (_vertices.TryGetValue(vertex, out BuildStep? current)) _current = current;

        const string error = "ERROR: ";
        if (!rest.StartsWith(error, StringComparison.Ordinal)) return;

        // A failure cancels parallel steps, which did not fail themselves.
        string reason = rest.Substring(error.Length);
        if (reason.Contains("context canceled") || _reason is not null) return;
        _reason = reason;
        _failed = current;
    }

    private sealed record BuildStep(int Step, int Steps, string Instruction, string? Stage)
    {
        public static BuildStep From(Match match) => new(
            int.Parse(match.Groups["step"].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["steps"].Value, CultureInfo.InvariantCulture),
            match.Groups["instruction"].Value.Trim(),
            match.Groups["stage"] is { Success: true } stage ? stage.Value : null);
    }
}

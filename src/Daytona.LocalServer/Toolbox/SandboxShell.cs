using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Local.Toolbox;

/// <summary>The daemon of a sandbox, with its programs. The newer one writes a command to a shell's input; the older one runs it without a shell.</summary>
internal sealed class SandboxShell(ToolboxRuleSet rules, ToolboxCommand request)
{
    // The form in which the module sends scripts: an encoded script, and a line that proves its end.
    private static readonly Regex MarkedScript = new(
        "^s=\\$\\(printf \"(?<script>[^\"]*)\"\\) \\|\\| exit 125; sh -c \"\\$s\" </dev/null; c=\\$\\?; printf \"\\\\n%s:%d\\\\n\" (?<mark>[0-9a-f]{32}) \\$c; exit \\$c$",
        RegexOptions.CultureInvariant);

    private static readonly Regex Octal = new(@"\\(?<code>[0-7]{3})", RegexOptions.CultureInvariant);

    private bool _isComputed;

    /// <summary>How long everything takes.</summary>
    public TimeSpan Duration { get; private set; }

    public ToolboxResult Run()
    {
        if (!rules.IsOlderDaemon) return RunScript(request.Line);
        IReadOnlyList<string> words = ToolboxCommand.Split(request.Line);
        return words.Count == 0 ? NotFound("") : RunProgram(words);
    }

    private ToolboxResult RunScript(string script)
    {
        var output = new StringBuilder();
        int exitCode = 0;
        try
        {
            foreach ((string before, IReadOnlyList<string> words) in ShellScript.Read(script))
            {
                if ((before == "&&" && exitCode != 0) || (before == "||" && exitCode == 0)) continue;
                if (words[0] == "exit")
                {
                    return new ToolboxResult(
                        words.Count > 1 && byte.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte code) ? code : exitCode,
                        output.ToString());
                }

                ToolboxResult result = words[0] is ":" or "cd" ? new ToolboxResult(0, "") : RunProgram(words);
                exitCode = result.ExitCode;
                output.Append(result.Output);
            }
        }
        catch (FormatException exception)
        {
            return new ToolboxResult(2, output.Append(CultureInfo.InvariantCulture, $"sh: 1: {exception.Message}\n").ToString());
        }

        return new ToolboxResult(exitCode, output.ToString());
    }

    private ToolboxResult RunProgram(IReadOnlyList<string> words)
    {
        if (words is not ["sh", "-c", string script])
        {
            string command = string.Join(' ', words);
            return FindRule(command) ?? (rules.AnswersCommonCommands ? CommonCommands.Find(words) : null) ?? NotFound(words[0]);
        }

        if (MarkedScript.Match(script) is not { Success: true } marked) return FindRule(script) ?? RunScript(script);
        script = Octal.Replace(marked.Groups["script"].Value, static code => ((char)Convert.ToInt32(code.Groups["code"].Value, 8)).ToString());
        ToolboxResult result = FindRule(script.Trim()) ?? RunScript(script);
        return _isComputed
            ? result
            : result with { Output = string.Create(CultureInfo.InvariantCulture, $"{result.Output}\n{marked.Groups["mark"].Value}:{result.ExitCode}\n") };
    }

    private ToolboxResult? FindRule(string command)
    {
        if (rules.Match(request with { Command = command }) is not { } match) return null;
        _isComputed = match.Rule.Respond is not null;
        Duration = match.Rule.Duration == Timeout.InfiniteTimeSpan || Duration == Timeout.InfiniteTimeSpan
            ? Timeout.InfiniteTimeSpan
            : Duration + match.Rule.Duration;
        return match.Result;
    }

    private ToolboxResult NotFound(string program) => new(
        127, rules.IsOlderDaemon ? $"exec: \"{program}\": executable file not found in $PATH\n" : $"sh: 1: {program}: not found\n");
}

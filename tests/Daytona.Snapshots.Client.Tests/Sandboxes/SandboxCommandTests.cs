using System.Diagnostics;

namespace Daytona.Snapshots.Client.Tests.Sandboxes;

/// <summary>What is sent to a sandbox, run by real shells as both generations of its daemon run it.</summary>
public sealed class SandboxCommandTests : ClientTest
{
    /// <summary>Scripts with their exit codes, and their output unless it depends on the shell.</summary>
    private static readonly (string Script, int ExitCode, string? Output)[] Scripts =
    [
        ("echo 'a \"b\" c' \"d 'e'\" \"f\\\"g\"", 0, "a \"b\" c d 'e' f\"g\n"),
        ("x=5; echo \"$x $((x + 1)) ${x}y\" '$x'", 0, "5 6 5y $x\n"),
        ("echo `echo inner` \"`echo 'two words'`\"", 0, "inner two words\n"),
        ("printf '%s%%|%d\\n' 50 7", 0, "50%|7\n"),
        ("printf '%s' 'a\\tb\\\\c\\047'", 0, "a\\tb\\\\c\\047"),
        ("cat <<EOF\nit's \"$((1 + 1))\" \\$x\nEOF", 0, "it's \"2\" $x\n"),
        ("cat <<'EOF' | tr a-z A-Z\n$x `y` \\n %s\nEOF\n", 0, "$X `Y` \\N %S\n"),
        ("if read line; then echo \"read: $line\"; else echo nothing; fi; echo end", 0, "nothing\nend\n"),
        ("cat; echo after", 0, "after\n"),
        ("exec echo replaced", 0, "replaced\n"),
        ("exec sh -c 'exit 7'", 7, ""),
        ("echo 'Grüße, 世界 😀'", 0, "Grüße, 世界 😀\n"),
        ("echo a; exit 5; echo b", 5, "a\n"),
        ("set -e\nfalse\necho not reached", 1, ""),
        ("cd /\r\npwd\r\n", 0, "/\n"),
        ("  # only a comment\n\n", 0, ""),
        ("printf abc", 0, "abc"),
        ("trap 'echo bye' EXIT; echo hi", 0, "hi\nbye\n"),
        ("f() { return 3; }; f || echo \"failed: $?\"", 0, "failed: 3\n"),
        ("echo out; echo err >&2", 0, "out\nerr\n"),
        ("echo; echo 00000000000000000000000000000000:0; exit 1", 1, "\n00000000000000000000000000000000:0\n"),
        ("if true; then", 2, null),
        ("echo 'open", 2, null),
        ("nosuch-program", 127, null),
        ("kill -9 $$", 137, null),
        ("kill -9 $PPID", 137, null),
    ];

    private static readonly (string Command, int ExitCode, string? Output)[] Commands =
    [
        ("printf [%s] a 'b  c' \"d'e\" 'f\"g' h\"i j\"k", 0, "[a][b  c][d'e][f\"g][hi jk]"),
        ("printf [%s] print(1) *.nothing {} # ! ~ =x A=1 \\n '$x' \"`y`\"", 0, "[print(1)][*.nothing][{}][#][!][~][=x][A=1][\\n][$x][`y`]"),
        ("  printf  [%s]\tGrüße  世界 ", 0, "[Grüße][世界]"),
        ("sh -c 'echo \"$0\" && exit 3' x", 3, "x\n"),
        ("cat", 0, ""),
        ("if true", 127, null),
        ("A=1 true", 127, null),
        ("# pytest", 127, null),
        ("nosuch-program", 127, null),
    ];

    public static TheoryData<string, string, string> Sandboxes() => new()
    {
        { "newer", "bash", "bash" },
        { "newer", "dash", "dash" },
        { "newer", "busybox", "busybox" },
        { "newer", "zsh", "dash" },
        { "newer", "bash", "busybox" },
        { "older", "bash", "bash" },
        { "older", "dash", "dash" },
        { "older", "busybox", "busybox" },
    };

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Scripts_mean_the_same_to_every_daemon(string daemon, string shell, string sh)
    {
        using SandboxProcess process = Use(daemon, shell, sh);

        foreach ((string script, int exitCode, string? output) in Scripts)
            AssertResult((script, exitCode, output), await RunAsync(SandboxCommand.FromScript(script)), script);
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Commands_mean_the_same_to_every_daemon(string daemon, string shell, string sh)
    {
        using SandboxProcess process = Use(daemon, shell, sh);

        foreach ((string command, int exitCode, string? output) in Commands)
            AssertResult((command, exitCode, output), await RunAsync(SandboxCommand.Parse(command)), command.Trim());
    }

    [Theory]
    [InlineData("newer")]
    [InlineData("older")]
    public async Task A_script_that_did_not_run_has_failed(string daemon)
    {
        using SandboxProcess process = Use(daemon, "bash", "true");

        SandboxCommandResult result = await RunAsync(SandboxCommand.FromScript("exit 0"));

        Assert.Equal((0, false), (result.ExitCode, result.Success));
    }

    [Theory]
    [InlineData("bash", "compgen -b")]
    [InlineData("zsh", "print -l ${(k)builtins}")]
    public void Every_builtin_that_is_no_program_is_refused(string shell, string list)
    {
        using Process process = Process.Start(new ProcessStartInfo(SandboxProcess.Require(shell), ["-c", list]) { RedirectStandardOutput = true })!;
        string[] builtins = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("cd", builtins);

        Assert.All(builtins.Where(static name => SandboxProcess.Find(name) is null), static name =>
            Assert.Contains("is built into shells", Assert.Throws<ArgumentException>(() => SandboxCommand.Parse(name + " x")).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" \t ", "A command is blank.")]
    [InlineData("a '' b", "'a '' b' has an empty word")]
    [InlineData("exit 5", "'exit' is built into shells")]
    [InlineData(": x", "':' is built into shells")]
    [InlineData("\"cd\" /app", "'cd' is built into shells")]
    [InlineData("true && false", "'true && false' has '&' outside of quotes")]
    [InlineData("a; exit 5", "'a; exit 5' has ';' outside of quotes")]
    [InlineData("a > b", "has '>' outside of quotes")]
    [InlineData("echo $HOME", "has '$' outside of quotes")]
    [InlineData("a\nb", "has a line break outside of quotes")]
    [InlineData("echo 'a", "has no closing '")]
    [InlineData("a\0b", "zero character")]
    public void What_would_mean_something_else_is_refused(string command, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => SandboxCommand.Parse(command)).Message, StringComparison.Ordinal);

    [Fact]
    public void Arguments_of_more_than_128_KiB_are_refused()
    {
        const int Limit = (128 * 1024) - 1;
        Assert.Throws<ArgumentException>(() => SandboxCommand.Parse("echo " + new string('a', Limit + 1)));
        Assert.Throws<ArgumentException>(() => SandboxCommand.FromScript(new string('\'', Limit / 4)));
        SandboxCommand.Parse("echo " + new string('a', Limit));
    }

    [Fact]
    public async Task The_longest_script_arrives()
    {
        using SandboxProcess process = Use("newer", "bash", "bash");
        string script = "echo " + new string('ü', 65_400);

        Assert.Equal(script.Length - 4, (await RunAsync(SandboxCommand.FromScript(script))).Output.Length);
        Assert.Throws<ArgumentException>(() => SandboxCommand.FromScript(script + new string('ü', 100)));
    }

    private static void AssertResult((string Text, int ExitCode, string? Output) expected, SandboxCommandResult result, string text)
    {
        Assert.Equal((text.Trim(), expected.ExitCode, expected.ExitCode == 0), (result.Command, result.ExitCode, result.Success));
        if (expected.Output is { } output) Assert.Equal(output, result.Output);
    }

    private SandboxProcess Use(string daemon, string shell, string sh)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shells.");
        var process = new SandboxProcess(daemon, shell, sh);
        Server.Toolbox.IsOlderDaemon = daemon == "older";
        Server.Toolbox.Add(new ToolboxRule { Respond = command => process.Run(command.Line) });
        return process;
    }

    private async Task<SandboxCommandResult> RunAsync(SandboxCommand command)
    {
        if (Server.Sandboxes.Count == 0) Server.AddSandbox("box", static it => it.State = "started");
        DaytonaClient client = Connect();
        return await client.Sandboxes.ExecuteAsync((await client.Sandboxes.FindAsync("box", Cancelled))!, command, timeout: null, Cancelled);
    }
}

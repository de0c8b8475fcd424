using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Daytona.Playground.Tests;

public sealed class PlaygroundTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playground-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Commands_decide_the_exit_code()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Command", "Get-DaytonaSnapshot nosuch");

        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_and_sets_the_exit_code()
    {
        string script = Path.Combine(_folder.FullName, "it's.ps1");
        await File.WriteAllTextAsync(
            script,
            "param($Name, [switch] $All) \"$Name $All $((Get-DaytonaSnapshot).Count -gt 5) $((Set-DaytonaWarmPool web-scraper -Size 3).Size)\"; exit 7",
            TestContext.Current.CancellationToken);

        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Newer", "-File", script, "it's", "-All");

        Assert.Equal("it's True True 3", result.StandardOutput.Trim());
        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public async Task A_script_that_does_not_exist_is_an_error()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-File", "nosuch.ps1");

        Assert.Matches(@"^Script .*nosuch\.ps1 does not exist\.", result.StandardError);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Without_a_terminal_the_tour_is_played_in_a_real_shell()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync();

        Assert.Matches(@"PSVersion +7\.", result.StandardOutput);
        Assert.Contains("python:3.12-slim", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_examples_of_the_README_run_as_they_stand()
    {
        string examples = Regex.Match(await ReadAsync("README.md"), @"## Examples\s+```powershell\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        string script = Path.Combine(_folder.FullName, "examples.ps1");
        await File.WriteAllTextAsync(script, $"Set-Location $env:PLAYGROUND_PROJECT\n{examples}\nexit $Error.Count", TestContext.Current.CancellationToken);

        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-File", script);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Contains("agents/base:v3", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_runspaces_and_processes_find_the_module()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync(
            "-Command", "1 | ForEach-Object -Parallel { \"$(Get-DaytonaSnapshot web-scraper)\" }; Start-Job { \"$(Get-DaytonaSnapshot web-scraper)\" } | Receive-Job -Wait");

        Assert.Equal("web-scraper web-scraper", string.Join(' ', result.StandardOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Only examples that change nothing. A workflow runs all of them every week.</summary>
    [Fact]
    public async Task The_outputs_in_the_documentation_are_current()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunPwshAsync(
            _folder.FullName, home: null, "-NoProfile", "-File", Path.Combine(PlaygroundProgram.Root, "tools/Update-ExampleOutput.ps1"), "-Check");

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(PlaygroundProgram.Root, file), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_named_shell_is_started()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell of this test is a script for Unix.");

        string shell = Path.Combine(_folder.FullName, "shell");
        await File.WriteAllTextAsync(shell, "#!/bin/sh\necho mine", TestContext.Current.CancellationToken);
        await Cli.Wrap("chmod").WithArguments(["+x", shell]).ExecuteAsync(TestContext.Current.CancellationToken);

        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Shell", shell);

        Assert.Equal("mine", result.StandardOutput.Trim());
    }

    [Fact]
    public async Task A_port_out_of_range_is_an_error_of_its_option()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Port", "99999");

        Assert.StartsWith("-Port requires a number from 0 to 65535.", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_of_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Port", port, "-Command", "1");

        Assert.Matches($@"^[^\n]*:{port}: address already in use\. Choose another port with -Port[^\n]*\n$", result.StandardError);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_shell_that_does_not_start_is_an_error()
    {
        BufferedCommandResult result = await PlaygroundProgram.RunAsync("-Shell", "nosuch");

        Assert.Contains("nosuch", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }
}

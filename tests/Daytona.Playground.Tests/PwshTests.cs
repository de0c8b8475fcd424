using CliWrap.Buffered;

namespace Daytona.Playground.Tests;

public sealed class PwshTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pwsh-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("#!/bin/sh\necho PowerShell 6.2.7")]
    [InlineData("#!/bin/sh\necho Segmentation fault; exit 139")]
    [InlineData("#!/bin/sh\nexec sleep 1000")]
    [InlineData("#!/bin/sh\nexec yes")]
    [InlineData("MZ: a program of another system")]
    public async Task A_pwsh_on_the_PATH_that_can_not_be_used_is_skipped(string program)
    {
        BufferedCommandResult result = await RunAsync(program);

        Assert.StartsWith("PowerShell 7.", result.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(result.StandardError);
    }

    [Fact]
    public async Task A_newer_pwsh_on_the_PATH_is_used()
    {
        BufferedCommandResult result = await RunAsync("#!/bin/sh\necho PowerShell 99.1.0-preview.2");

        Assert.Equal("PowerShell 99.1.0-preview.2", result.StandardOutput.Trim());
    }

    [Fact]
    public async Task A_home_folder_that_can_not_be_written_is_not_used()
    {
        BufferedCommandResult result = await RunAsync("#!/bin/sh\necho PowerShell 6.2.7", home: "/proc");

        Assert.StartsWith("PowerShell 7.", result.StandardOutput, StringComparison.Ordinal);
    }

    private async Task<BufferedCommandResult> RunAsync(string program, string? home = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are scripts for Unix.");
        string path = Path.Combine(_folder.FullName, "pwsh");
        await File.WriteAllTextAsync(path, program, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await PlaygroundProgram.RunPwshAsync(_folder.FullName, home, "--version");
    }
}

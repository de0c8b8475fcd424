using System.Diagnostics;
using Daytona.Tests;

namespace Daytona.Local.Tests;

public sealed class ProcessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_program_prints_its_address_and_ends_on_request()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no SIGTERM to tell it with.");

        string program = Path.Combine(AppContext.BaseDirectory, "Daytona.LocalServer.dll");
        var start = new ProcessStartInfo(DotnetProgram.Path) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[program, "--port", "0", "--seed", "3", "--api-key", "dtn_mine"])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string first = (await process.StandardOutput.ReadLineAsync(Cancelled))!;
        string second = (await process.StandardOutput.ReadLineAsync(Cancelled))!;

        Assert.Matches(@"^Daytona API: http://127\.0\.0\.1:\d+/api$", first);
        Assert.Equal("API key:     dtn_mine", second);
        using Process kill = Process.Start("kill", $"-TERM {process.Id}");
        await process.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        Assert.Equal(0, process.ExitCode);
    }
}

using System.Diagnostics;
using CliWrap.Buffered;

namespace Daytona.Pester;

public sealed class ImportTests
{
    /// <summary>
    /// With an empty cache: in the background, PowerShell compiles what its last process needed, by a profile in its cache. If that was
    /// a call to the service, it loads the client.
    /// </summary>
    [Fact]
    public async Task Import_and_Tab_load_only_the_cmdlets_and_the_models()
    {
        string root = Path.GetFullPath(Path.Combine(PesterSuite.Folder, "..", ".."));
        ProcessStartInfo start = PesterRunner.FindShell().CreateStartInfo(
        [
            "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command",
            $$"""
            Import-Module '{{root}}/Daytona.Snapshots.psd1'
            foreach ($line in 'Get-DaytonaS', 'New-DaytonaSnapshot -', 'Get-DaytonaSnapshot -State ') { $null = TabExpansion2 $line }
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not $_.IsDynamic -and $_.Location.StartsWith('{{root}}') } |
                ForEach-Object { $_.GetName().Name } | Sort-Object
            """,
        ]);

        string cache = Directory.CreateTempSubdirectory().FullName;
        start.Environment["XDG_CACHE_HOME"] = cache;

        BufferedCommandResult result = await PesterRunner.CommandFor(start).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Directory.Delete(cache, recursive: true);

        Assert.Equal(["Daytona.Snapshots", "Daytona.Snapshots.Models"], result.StandardOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}

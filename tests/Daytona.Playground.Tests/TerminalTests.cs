namespace Daytona.Playground.Tests;

public sealed class TerminalTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playground-");
    private readonly Terminal _terminal;

    public TerminalTests() => _terminal = new(Path.Combine(_folder.FullName, "tmux"));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Terminal.IsAvailable, "There is no tmux on this machine.");
        // The history of this machine's user must neither predict the keys nor hold them afterwards.
        await _terminal.OpenAsync("env", $"XDG_DATA_HOME={_folder.FullName}", "dotnet", PlaygroundProgram.Path);
        await _terminal.WaitForAsync("PS /");
    }

    public async ValueTask DisposeAsync()
    {
        if (Terminal.IsAvailable) await _terminal.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public Task The_prompt_shows_the_snapshots_in_colour() => _terminal.WaitForAsync("\e[32mactive", colours: true);

    [Fact]
    public async Task Tab_completes_cmdlets_and_the_names_of_snapshots()
    {
        await _terminal.TypeAsync("Get-Dayt", "Tab");
        await _terminal.WaitForAsync("> Get-Daytona");
        await _terminal.TypeAsync("Snapshot age", "Tab");
        await _terminal.WaitForAsync("> Get-DaytonaSnapshot agents/base:v");
    }

    [Fact]
    public async Task A_build_shows_its_progress_and_its_snapshot()
    {
        await BuildAsync("built", "FROM alpine:3.20\nRUN true\n");
        await _terminal.WaitForAsync("Creating snapshot 'built' [");
        await _terminal.WaitForAsync("s built");
    }

    [Fact]
    public async Task Ctrl_C_ends_a_command_and_not_the_shell()
    {
        // The local server takes its time for what is called slow.
        await BuildAsync("stopped", "FROM alpine:3.20\nRUN slow\n");
        await _terminal.WaitForAsync("Creating snapshot 'stopped' [");
        await _terminal.TypeAsync("C-c");
        await _terminal.TypeAsync("\"active: $((Get-DaytonaSnapshot stopped).State -eq 'active')\"", "Enter");
        await _terminal.WaitForAsync("\nactive: False");
    }

    [Fact]
    public async Task Exit_ends_the_playground()
    {
        await _terminal.TypeAsync("exit", "Enter");
        await _terminal.WaitForEndAsync();
    }

    private async Task BuildAsync(string name, string instructions)
    {
        string dockerfile = Path.Combine(_folder.FullName, "Dockerfile");
        await File.WriteAllTextAsync(dockerfile, instructions, TestContext.Current.CancellationToken);
        await _terminal.TypeAsync($"New-DaytonaSnapshot {name} -Dockerfile {dockerfile}", "Enter");
    }
}

namespace Daytona.Playground.Tests;

/// <param name="terminal">One session for all tests: each types its own commands.</param>
public sealed class TerminalTests(PlaygroundTerminal terminal) : IClassFixture<PlaygroundTerminal>
{
    [Fact]
    public async Task The_prompt_shows_the_snapshots_in_colour()
    {
        Terminal it = await terminal.OpenAsync();
        await it.TypeAsync("Get-DaytonaSnapshot", "Enter");
        await it.WaitForAsync("\e[32mactive", colours: true);
    }

    [Fact]
    public async Task Tab_completes_cmdlets_and_the_names_of_snapshots()
    {
        Terminal it = await terminal.OpenAsync();
        await it.TypeAsync("Get-Dayt", "Tab");
        await it.WaitForAsync("> Get-Daytona");
        await it.TypeAsync("Snapshot age", "Tab");
        await it.WaitForAsync("> Get-DaytonaSnapshot agents/base:v");
        await it.TypeAsync("C-c");
    }

    [Fact]
    public async Task A_build_shows_its_progress_and_its_snapshot()
    {
        await BuildAsync("built", "FROM alpine:3.20\nRUN true\n");
        Terminal it = await terminal.OpenAsync();
        await it.WaitForAsync("Creating snapshot 'built' [");
        await it.WaitForAsync("s built");
    }

    [Fact]
    public async Task Ctrl_C_ends_a_command_and_not_the_shell()
    {
        // The local server takes its time for what is called slow.
        await BuildAsync("stopped", "FROM alpine:3.20\nRUN slow\n");
        Terminal it = await terminal.OpenAsync();
        await it.WaitForAsync("Creating snapshot 'stopped' [");
        await it.TypeAsync("C-c");
        await it.TypeAsync("\"active: $((Get-DaytonaSnapshot stopped).State -eq 'active')\"", "Enter");
        await it.WaitForAsync("\nactive: False");
    }

    [Fact]
    public async Task Exit_ends_the_playground()
    {
        await using var own = new PlaygroundTerminal();
        Terminal it = await own.OpenAsync();
        await it.TypeAsync("exit", "Enter");
        await it.WaitForEndAsync();
    }

    private async Task BuildAsync(string name, string instructions)
    {
        Terminal it = await terminal.OpenAsync();
        string dockerfile = Path.Combine(terminal.Folder, $"Dockerfile.{name}");
        await File.WriteAllTextAsync(dockerfile, instructions, TestContext.Current.CancellationToken);
        await it.TypeAsync($"New-DaytonaSnapshot {name} -Dockerfile '{dockerfile}' -Context '{terminal.Folder}'", "Enter");
    }
}

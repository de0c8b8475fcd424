using Daytona.Tests;

namespace Daytona.Playground.Tests;

/// <summary>The playground in a terminal, which is opened when it is first needed.</summary>
public sealed class PlaygroundTerminal : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playground-");
    private Terminal? _terminal;

    public string Folder => _folder.FullName;

    /// <summary>Gets the terminal with a prompt in it.</summary>
    internal async Task<Terminal> OpenAsync()
    {
        Assert.SkipUnless(Terminal.IsAvailable, "There is no tmux on this machine.");
        if (_terminal is not null) return _terminal;
        _terminal = new Terminal(Path.Combine(Folder, "tmux"));
        // The history of this machine's user must neither predict the keys nor hold them afterwards.
        await _terminal.OpenAsync("env", $"XDG_DATA_HOME={Folder}", DotnetProgram.Path, PlaygroundProgram.Path);
        await _terminal.WaitForAsync("PS /");
        return _terminal;
    }

    public async ValueTask DisposeAsync()
    {
        if (_terminal is not null) await _terminal.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

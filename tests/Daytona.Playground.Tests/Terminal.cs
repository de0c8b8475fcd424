using CliWrap;
using CliWrap.Buffered;

namespace Daytona.Playground.Tests;

/// <summary>A terminal of tmux, on a tmux server of its own.</summary>
/// <param name="socket">The path of the server's socket.</param>
internal sealed class Terminal(string socket) : IAsyncDisposable
{
    private const string Session = "playground";
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets whether this machine has tmux.</summary>
    public static bool IsAvailable { get; } = !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tmux")));

    /// <summary>Opens the terminal, and starts a program in it.</summary>
    public async Task OpenAsync(params string[] command) =>
        await TmuxAsync(["new-session", "-d", "-s", Session, "-x", "150", "-y", "50", .. command]);

    /// <summary>Types keys by their names in tmux, such as <c>Tab</c>; anything else is text.</summary>
    public async Task TypeAsync(params string[] keys) => await TmuxAsync(["send-keys", "-t", Session, .. keys]);

    /// <summary>Waits until the screen holds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colours">Whether the text holds the control sequences of its colours.</param>
    public Task WaitForAsync(string text, bool colours = false) => WaitAsync(
        async () => (await TmuxAsync(["capture-pane", "-p", "-t", Session, .. colours ? ["-e"] : Array.Empty<string>()])).StandardOutput,
        screen => screen.Contains(text, StringComparison.Ordinal),
        $"'{text}' does not appear");

    /// <summary>Waits until the program has ended, and the terminal with it.</summary>
    public Task WaitForEndAsync() => WaitAsync(
        () => TmuxAsync(["has-session", "-t", Session]), result => !result.IsSuccess, "The program does not end");

    /// <summary>Ends whatever still runs.</summary>
    public async ValueTask DisposeAsync() => await TmuxAsync(["kill-server"]);

    private static async Task WaitAsync<T>(Func<Task<T>> look, Func<T, bool> isReached, string failure)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(MaxWait);
        T last;
        while (!isReached(last = await look()))
        {
            Assert.False(limit.IsCancellationRequested, $"{failure} within {MaxWait.TotalSeconds} s:\n{last}");
            await Task.Delay(PollInterval, CancellationToken.None);
        }
    }

    private async Task<BufferedCommandResult> TmuxAsync(string[] arguments) => await Cli.Wrap("tmux")
        .WithArguments(["-S", socket, .. arguments])
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(CancellationToken.None);
}

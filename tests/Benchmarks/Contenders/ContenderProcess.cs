using System.Diagnostics;
using System.Text.Json;
using Daytona.Benchmarks.Server;

namespace Daytona.Benchmarks.Contenders;

/// <summary>
/// A process that runs several tasks, so that neither its start nor its warm-up is measured. A task is a line of JSON to its
/// standard input, the result a line from its standard output; it takes the time itself.
/// </summary>
internal sealed class ContenderProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan MaxTaskTime = TimeSpan.FromMinutes(15);

    private readonly Process _process;

    private ContenderProcess(Process process) => _process = process;

    /// <summary>Starts the module's side: a shell with the module in it.</summary>
    public static ContenderProcess StartModule(Toolbox tools, ServerAddress server) =>
        Start(
            server,
            tools.PowerShell.CreateStartInfo(
                ["-NoProfile", "-NonInteractive", "-File", tools.PathOf("module.ps1"), "-Manifest", tools.Manifest]));

    /// <summary>Starts the side of Daytona's TypeScript SDK.</summary>
    /// <returns>The process, or null without Node.js.</returns>
    public static ContenderProcess? StartSdk(Toolbox tools, ServerAddress server) =>
        tools.Node is { } node
            ? Start(server, new ProcessStartInfo(node, ["--no-warnings", tools.PathOf("sdk/sdk.mjs")]))
            : null;

    /// <summary>Runs a task to its end.</summary>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public async Task<TaskResult> RunAsync(string task, params object[] arguments)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { task, arguments }, JsonOptions));
        await _process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(MaxTaskTime);
        string line = await _process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new BenchmarkException($"{_process.StartInfo.FileName} ended during '{task}'.");
        TaskResult result = JsonSerializer.Deserialize<TaskResult>(line, JsonOptions)!;
        return result.Error is null
            ? result
            : throw new BenchmarkException($"{_process.StartInfo.FileName} failed at '{task}': {result.Error}");
    }

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ContenderProcess Start(ServerAddress server, ProcessStartInfo start)
    {
        server.Apply(start);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return new ContenderProcess(Process.Start(start)!);
    }
}

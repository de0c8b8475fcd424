using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Daytona.Benchmarks.Contenders;

/// <summary>A server program that runs until it is disposed.</summary>
internal sealed class BackgroundProgram : IAsyncDisposable
{
    private static readonly TimeSpan MaxStartTime = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private BackgroundProgram(Process process) => _process = process;

    /// <summary>A port that no program uses.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program and waits until it is ready.</summary>
    public static async Task<BackgroundProgram> StartAsync(string path, IEnumerable<string> arguments, Func<Task<bool>> isReady)
    {
        Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        long started = Stopwatch.GetTimestamp();
        while (!await isReady())
        {
            BenchmarkException.ThrowUnless(!process.HasExited && Stopwatch.GetElapsedTime(started) < MaxStartTime, $"{path} did not start.");
            await Task.Delay(50);
        }

        return new BackgroundProgram(process);
    }

    /// <summary>Asks the program to end, so that it releases what it has mounted, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Command.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

using System.Diagnostics;

namespace Daytona.Local.Load;

/// <summary>The server in a process of its own, so that its memory and its time are its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri apiUrl, string apiKey)
    {
        _process = process;
        ApiUrl = apiUrl;
        ApiKey = apiKey;
    }

    public Uri ApiUrl { get; }

    public string ApiKey { get; }

    public double MebibytesNow => Read(static process => process.WorkingSet64) / 1024d / 1024d;

    public double MebibytesAtMost => Read(static process => process.PeakWorkingSet64) / 1024d / 1024d;

    public TimeSpan ProcessorTime => Read(static process => process.TotalProcessorTime);

    /// <summary>Starts a server with snapshots in it, on ports that are free.</summary>
    /// <param name="seed">How many snapshots.</param>
    /// <param name="options">Options of its command line besides.</param>
    public static async Task<ServerProcess> StartAsync(int seed, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string program = Path.Combine(AppContext.BaseDirectory, "Daytona.LocalServer.dll");
        foreach (string argument in (string[])[program, "--port", "0", "--seed", $"{seed}", .. options])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        Uri? apiUrl = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Daytona API:", StringComparison.Ordinal))
                apiUrl = new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
            if (line.StartsWith("API key:", StringComparison.Ordinal))
                return new ServerProcess(process, apiUrl!, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        }

        throw new InvalidOperationException("The server did not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private T Read<T>(Func<Process, T> read)
    {
        _process.Refresh();
        return read(_process);
    }
}

using System.Diagnostics;

namespace Daytona.Benchmarks.Contenders;

/// <summary>A program that runs once and ends.</summary>
/// <param name="Milliseconds">From its start to its end.</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record Command(double Milliseconds, string Output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Runs a program.</summary>
    /// <exception cref="BenchmarkException">The exit code is not 0.</exception>
    public static Task<Command> RunAsync(string program, IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments));

    /// <summary>Runs a program.</summary>
    /// <exception cref="BenchmarkException">The exit code is not 0.</exception>
    public static async Task<Command> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        BenchmarkException.ThrowUnless(
            process.ExitCode == 0, $"{start.FileName} ended with {process.ExitCode}: {await errors}");
        return new Command(milliseconds, await output);
    }
}

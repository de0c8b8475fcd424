using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using CliWrap;
using Daytona.Pwsh;

namespace Daytona.Pester;

/// <summary>A shell with Pester in it, which runs one part of the suite after the other. It ends with this process.</summary>
internal sealed class PesterRunner : IDisposable
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);
    // Many times what a file takes on a quiet machine, and less than the time limit of TestEnvironment.
    private static readonly TimeSpan MaxRunTime = TimeSpan.FromMinutes(15);

    private readonly NamedPipeServerStream _pipe;
    private readonly StringBuilder _output = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Task _shell;

    /// <summary>Starts a shell.</summary>
    /// <param name="manifest">The path of Pester's manifest.</param>
    public PesterRunner(string manifest)
    {
        string name = $"pester-{Guid.NewGuid():n}";
        _pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        string script = Path.Combine(PesterSuite.Folder, "Start-PesterRunner.ps1");
        ProcessStartInfo start = FindShell().CreateStartInfo(
            ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, "-Pester", manifest, "-Pipe", name]);
        // In the background of a script and under nohup, Ctrl+C is ignored, also by every program that is then started.
        _shell = InterruptSignal.WhileNotIgnored(() => CommandFor(start)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(_output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(_output))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(_kill.Token).Task);
    }

    /// <summary>Runs files of tests.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="skipRun">Whether to find the cases only.</param>
    /// <exception cref="InvalidOperationException">The shell ended, or the run took longer than 15 minutes.</exception>
    public async Task<PesterRun> RunAsync(IEnumerable<string> paths, bool skipRun)
    {
        using var limit = new CancellationTokenSource(MaxRunTime);
        Task<string> response = RequestAsync(JsonSerializer.Serialize(new { paths, skipRun }, JsonOptions), limit.Token);
        await Task.WhenAny(response, _shell);
        if (response.IsCompletedSuccessfully) return JsonSerializer.Deserialize<PesterRun>(await response, JsonOptions)!;

        string reason = limit.IsCancellationRequested ? $"did not respond within {MaxRunTime.TotalSeconds} s" : "ended";
        throw new InvalidOperationException($"The shell {reason}. It wrote:\n{_output}");
    }

    /// <summary>Ends the shell.</summary>
    public void Dispose()
    {
        _kill.Cancel();
        _pipe.Dispose();
        _kill.Dispose();
    }

    // CI names another shell, such as Windows PowerShell.
    internal static PowerShellProgram FindShell() =>
        Environment.GetEnvironmentVariable("PESTER_SHELL") is { Length: > 0 } shell
            ? new PowerShellProgram(shell)
            : RestoredPowerShell.Find();

    // CliWrap passes on what it is not told to remove, such as a home folder that can't be written.
    internal static Command CommandFor(ProcessStartInfo start) => Cli.Wrap(start.FileName)
        .WithArguments(start.ArgumentList)
        .WithEnvironmentVariables(Environment.GetEnvironmentVariables().Keys.Cast<string>().Union(start.Environment.Keys)
            .ToDictionary(static name => name, name => start.Environment.TryGetValue(name, out string? value) ? value : null));

    private async Task<string> RequestAsync(string request, CancellationToken cancellationToken)
    {
        if (!_pipe.IsConnected) await _pipe.WaitForConnectionAsync(cancellationToken);
        await _pipe.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"), cancellationToken);
        using var reader = new StreamReader(_pipe, leaveOpen: true);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
    }
}

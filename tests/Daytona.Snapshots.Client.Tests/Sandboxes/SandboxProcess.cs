using System.Diagnostics;

namespace Daytona.Snapshots.Client.Tests.Sandboxes;

/// <summary>Runs what a client sends as the daemon of a sandbox does, with a real shell of this machine as <c>sh</c>.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _shell;
    private readonly bool _isOlder;

    /// <param name="daemon">The age of the daemon: <c>newer</c> or <c>older</c>.</param>
    /// <param name="shell">The shell that a newer daemon starts.</param>
    /// <param name="sh">The program that is <c>sh</c>.</param>
    public SandboxProcess(string daemon, string shell, string sh)
    {
        _isOlder = daemon == "older";
        _folder.WithLink("sh", Require(sh));
        // Busybox is the shell that its name says.
        _shell = shell == sh ? _folder["sh"] : Require(shell);
    }

    public void Dispose() => _folder.Dispose();

    public ToolboxResult Run(string line)
    {
        // Standard error goes where standard output goes.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>&1", .. _isOlder ? ToolboxCommand.Split(line) : [_shell]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        if (!_isOlder) process.StandardInput.Write(line);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolboxResult(process.ExitCode, output);
    }

    /// <summary>The path of a program, or a skipped test.</summary>
    public static string Require(string name)
    {
        string? path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed.");
        return path;
    }

    /// <summary>The path of a program; null if it is not installed.</summary>
    public static string? Find(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}

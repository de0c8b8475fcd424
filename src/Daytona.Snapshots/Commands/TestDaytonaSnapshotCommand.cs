using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Tests snapshots, several at once: starts a sandbox from each, runs commands in it and deletes it.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = HelpFolder + "Test-DaytonaSnapshot.md")]
[OutputType(typeof(SnapshotTestResult), typeof(bool))]
public sealed class TestDaytonaSnapshotCommand : SnapshotBatchCmdlet
{
    /// <summary>Initializes the cmdlet with a time limit from the first request to the end of the last command.</summary>
    public TestDaytonaSnapshotCommand() : base("Testing snapshots") => Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Commands to run in the sandbox, in order: programs with their arguments, without a shell's syntax.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand]
    public string[] Command { get; set; } = [];

    /// <summary>A script for the sandbox's sh, as text or as a script block whose text is taken. It runs after the commands.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand(IsScript = true)]
    public string? Shell { get; set; }

    /// <summary>The region in which the sandboxes start. By default, the snapshot's first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>Returns only true or false. A snapshot that fails is then not an error, and a test that can't be run ends the pipeline.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    // Without an answer, a filter must not take the snapshot for a failed one.
    private protected override void Report(ErrorRecord error)
    {
        if (Quiet) ThrowTerminatingError(error);
        base.Report(error);
    }

    private protected override async Task HandleAsync(Snapshot snapshot, Deadline limit)
    {
        if (!await ConfirmAsync(snapshot, "Start a sandbox to test snapshot", limit)) return;
        var options = new TestSnapshotOptions
        {
            Commands = [.. Command.Select(SandboxCommand.Parse), .. Shell is null ? Array.Empty<SandboxCommand>() : [SandboxCommand.FromScript(Shell)]],
            Timeout = LimitOf(Timeout),
            RegionId = Region,
        };
        SnapshotTestResult result = await Client.Snapshots.TestAsync(snapshot, options, limit);
        PostOutput(Quiet ? result.Success : result);
        if (!result.Success && !Quiet) PostError(ErrorFor(new SnapshotTestException(result)));
    }
}

using Daytona.Snapshots.Client.Sandboxes;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Tests snapshots: starts a sandbox from each and runs commands in it. The sandbox is deleted by the test, by the service if the
/// process ends before, and by the next run if both fail.
/// </summary>
internal sealed class SnapshotTester(DaytonaClient client)
{
    // The time after a test's own limit in which its sandbox is deleted.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // Of a test without a limit.
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    private readonly AbandonedSandboxes _abandoned = new(client.Session, client.Sandboxes);
    private readonly string _run = Guid.NewGuid().ToString();

    private ClientSession Session => client.Session;

    public async Task<SnapshotTestResult> RunAsync(Snapshot snapshot, TestSnapshotOptions options, Deadline deadline)
    {
        await _abandoned.SweepAsync(deadline).ConfigureAwait(false);
        deadline.Caller.ThrowIfCancellationRequested();
        var sandbox = new TestSandbox(Session, client.Sandboxes);
        try
        {
            return await TestAsync(snapshot, sandbox, options, deadline).ConfigureAwait(false);
        }
        finally
        {
            await sandbox.RemoveAsync(isCanceled: deadline.Caller.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    private async Task<SnapshotTestResult> TestAsync(Snapshot snapshot, TestSandbox sandbox, TestSnapshotOptions options, Deadline deadline)
    {
        List<SandboxCommandResult> results = [];
        double? startSeconds = null;
        Sandbox? running = null;
        string? error;
        try
        {
            long started = Session.Time.GetTimestamp();
            running = await deadline.RunAsync(token => sandbox.StartAsync(RequestFor(snapshot, sandbox, options), token)).ConfigureAwait(false);
            error = WhyNotRunning(running);
            if (error is null)
            {
                startSeconds = Math.Round(Session.Time.GetElapsedTime(started).TotalSeconds, 3);
                Session.Observer?.OnNotice($"A sandbox of '{snapshot.Name}' started in {startSeconds:0.0} s.");
                foreach (SandboxCommand command in options.Commands)
                {
                    results.Add(await deadline.RunAsync(
                        token => client.Sandboxes.ExecuteAsync(running!, command, deadline.Remaining, token)).ConfigureAwait(false));
                }

                error = results.Find(static result => !result.Success) is { } failed
                    ? $"'{failed.Command}' ended with exit code {failed.ExitCode}{(failed.ExitCode == 0 ? ", but sh did not report its end" : "")}"
                    : null;
            }
        }
        catch (SnapshotTimeoutException exception)
        {
            // A service that does not respond says nothing about the snapshot.
            if (startSeconds is null && !await sandbox.HasNotStartedAsync(deadline).ConfigureAwait(false)) throw;
            error = startSeconds is null
                ? $"The sandbox did not start within {exception.Timeout.TotalSeconds:0.#} s"
                : $"'{options.Commands[results.Count].Text}' did not end within the time limit of {(options.Timeout ?? exception.Timeout).TotalSeconds:0.#} s";
        }
        catch (ToolboxException)
        {
            // A toolbox also fails if its sandbox has.
            error = await FindFailureAsync(running!, deadline).ConfigureAwait(false);
            if (error is null) throw;
        }
        catch (DaytonaApiException exception) when (ConcernsSnapshot(exception))
        {
            error = exception.Message;
        }

        return new SnapshotTestResult
        {
            Snapshot = snapshot,
            Success = error is null,
            Commands = results,
            StartSeconds = startSeconds,
            Error = error,
        };
    }

    private SandboxRequest RequestFor(Snapshot snapshot, TestSandbox sandbox, TestSnapshotOptions options)
    {
        TimeSpan lifetime = options.Timeout is { } timeout && timeout < MaxLifetime ? timeout + Margin : MaxLifetime;
        return new SandboxRequest(
            sandbox.Name,
            snapshot.Id,
            options.RegionId ?? (snapshot.RegionIds is { Count: > 0 } regions ? regions[0] : null),
            TestSandbox.LabelsFor(_run, Session.ServiceClock.Now + lifetime),
            AutoStopInterval: (int)Math.Ceiling(lifetime.TotalMinutes),
            AutoDeleteInterval: 0);
    }

    private async Task<string?> FindFailureAsync(Sandbox sandbox, Deadline deadline)
    {
        try
        {
            return WhyNotRunning(await deadline.RunAsync(token => client.Sandboxes.FindAsync(sandbox.Id, token)).ConfigureAwait(false));
        }
        catch (DaytonaException)
        {
            // The failure of the toolbox matters more.
            return null;
        }
    }

    private static string? WhyNotRunning(Sandbox? sandbox) => sandbox switch
    {
        null => "The sandbox was deleted by someone else",
        { IsStarted: true } => null,
        { ErrorReason: { Length: > 0 } reason } => $"The sandbox is in state {sandbox.State}: {reason}",
        _ => $"The sandbox is in state {sandbox.State}",
    };

    // A snapshot from which no sandbox can start fails its test; a missing permission or quota says nothing about it.
    private static bool ConcernsSnapshot(DaytonaApiException exception) => exception.Reason
        is ApiErrorReason.WrongState or ApiErrorReason.InvalidRequest or ApiErrorReason.SnapshotNotFound or ApiErrorReason.SandboxFailed;
}

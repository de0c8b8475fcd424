using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Starts readings of build logs.</summary>
internal sealed class BuildLogs(ClientSession session)
{
    private readonly BuildLogTimes _times = BuildLogTimes.Within(session.Options.OperationTimeout);

    /// <param name="id">The snapshot's ID.</param>
    /// <param name="options">The callback for lines, and how long the log is followed.</param>
    /// <param name="deadline">The time limit of the operation that the log belongs to; null for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public Task<BuildFailure?> ReadAsync(
        string id, BuildLogOptions options, Deadline? deadline, CancellationToken cancellationToken) =>
        new BuildLogReader(session.Api, id, options, session.Time, _times, deadline).RunAsync(cancellationToken);
}

/// <summary>The location of a build log, as the service reports it.</summary>
internal sealed class BuildLogLocation
{
    public required Uri Url { get; init; }
}

using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Starts readings of build logs.</summary>
internal sealed class BuildLogs(ClientSession session, SnapshotEndpoints endpoints)
{
    public Task<BuildFailure?> ReadAsync(string id, BuildLogOptions options, CancellationToken cancellationToken) =>
        new BuildLogReader(endpoints, session.Sender, id, options, session.Observer, session.Time).RunAsync(cancellationToken);
}

namespace Daytona.Snapshots.Client.Logs;

/// <summary>Starts readings of build logs.</summary>
internal sealed class BuildLogs(ClientSession session)
{
    public Task<BuildFailure?> ReadAsync(string id, BuildLogOptions options, CancellationToken cancellationToken) =>
        new BuildLogReader(session.Api, id, options, session.Time).RunAsync(cancellationToken);
}

using Daytona.Snapshots.Client.Logs;
using RestSharp;

namespace Daytona.Snapshots.Client;

/// <content>The logs of builds.</content>
public sealed partial class DaytonaClient
{
    /// <inheritdoc/>
    public async Task<Uri> GetBuildLogUrlAsync(string id, CancellationToken cancellationToken = default)
    {
        BuildLogLocation location = await SendAsync<BuildLogLocation>(
            Method.Get, SnapshotPath(id, "/build-logs-url"), null, cancellationToken).ConfigureAwait(false);
        return location.Url ?? throw new DaytonaConnectionException("The service names no address for the log.", null)
        {
            Failure = ConnectionFailure.NotDaytona,
        };
    }

    /// <inheritdoc/>
    public async Task<byte[]> GetBuildLogAsync(string id, CancellationToken cancellationToken = default) =>
        (await SendAsync(Method.Get, SnapshotPath(id, "/build-logs"), null, null, cancellationToken).ConfigureAwait(false))
        .Content;

    /// <inheritdoc/>
    public Task<BuildFailure?> ReadBuildLogAsync(
        string id, BuildLogOptions options, CancellationToken cancellationToken = default)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        return new BuildLogReader(this, _sender, id, options, _observer, _time).RunAsync(cancellationToken);
    }

    private sealed class BuildLogLocation
    {
        public Uri? Url { get; init; }
    }
}

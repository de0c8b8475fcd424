using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <content>The logs of builds.</content>
public sealed partial class DaytonaClient
{
    /// <inheritdoc/>
    public async Task<Uri> GetBuildLogUrlAsync(string id, CancellationToken cancellationToken = default)
    {
        BuildLogLocation location = await _api.GetAsync<BuildLogLocation>(
            SnapshotPath.For(id, "/build-logs-url"), cancellationToken).ConfigureAwait(false);
        return location.Url;
    }

    /// <inheritdoc/>
    public Task<byte[]> GetBuildLogAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetBytesAsync(SnapshotPath.For(id, "/build-logs"), cancellationToken);

    /// <inheritdoc/>
    public Task<BuildFailure?> ReadBuildLogAsync(
        string id, BuildLogOptions options, CancellationToken cancellationToken = default)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        return new BuildLogReader(_api, id, options, _time).RunAsync(cancellationToken);
    }
}

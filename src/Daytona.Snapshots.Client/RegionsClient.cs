using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client;

/// <inheritdoc cref="IRegionsClient"/>
internal sealed class RegionsClient(ApiConnection api) : IRegionsClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Region>> ListAsync(CancellationToken cancellationToken = default) =>
        await api.GetAsync<List<Region>>("regions", cancellationToken).ConfigureAwait(false);
}

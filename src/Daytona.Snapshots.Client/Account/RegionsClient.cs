using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Account;

/// <summary>Lists the regions in which snapshots can be created.</summary>
public class RegionsClient
{
    private readonly ClientSession _session = null!;

    internal RegionsClient(ClientSession session) => _session = session;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected RegionsClient()
    {
    }

    /// <summary>Lists the regions.</summary>
    public virtual async Task<IReadOnlyList<Region>> ListAsync(CancellationToken cancellationToken = default) =>
        await _session.Api.GetAsync<List<Region>>("regions", cancellationToken).ConfigureAwait(false);
}

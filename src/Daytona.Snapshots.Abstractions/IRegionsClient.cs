namespace Daytona.Snapshots;

/// <summary>Lists the regions in which snapshots can be created.</summary>
public interface IRegionsClient
{
    /// <summary>Lists the regions.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The regions.</returns>
    Task<IReadOnlyList<Region>> ListAsync(CancellationToken cancellationToken = default);
}

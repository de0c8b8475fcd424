namespace Daytona.Snapshots;

/// <summary>Manages the organization's container registries, from which snapshots of private images are pulled.</summary>
public interface IRegistriesClient
{
    /// <summary>Lists the registries.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The registries.</returns>
    Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a registry by ID.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The registry, or null if there is none.</returns>
    Task<ContainerRegistry?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Adds a registry. The service does not check the credentials, nor whether the name is unique.</summary>
    /// <param name="request">The name, the URL and the credentials.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The registry.</returns>
    Task<ContainerRegistry> CreateAsync(CreateRegistryRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a registry. The service forgets what a change leaves out, so the registry is read first and all of it is sent.
    /// </summary>
    /// <param name="id">The ID.</param>
    /// <param name="request">The changes, and the credentials in any case.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The registry after the change.</returns>
    Task<ContainerRegistry> UpdateAsync(string id, UpdateRegistryRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes a registry.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that ends when the registry is removed.</returns>
    Task RemoveAsync(string id, CancellationToken cancellationToken = default);
}

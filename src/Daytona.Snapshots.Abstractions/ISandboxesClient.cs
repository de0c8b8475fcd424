namespace Daytona.Snapshots;

/// <summary>Starts sandboxes, runs commands in them and deletes them: as much as it takes to prove that a snapshot works.</summary>
public interface ISandboxesClient
{
    /// <summary>Creates a sandbox.</summary>
    /// <param name="request">The snapshot, the labels, and when the service stops and deletes the sandbox by itself.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The sandbox, usually in state <c>creating</c>.</returns>
    Task<Sandbox> CreateAsync(CreateSandboxRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a sandbox.</summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The sandbox, or null if there is none.</returns>
    Task<Sandbox?> FindAsync(string idOrName, CancellationToken cancellationToken = default);

    /// <summary>Lists the sandboxes that have certain labels.</summary>
    /// <param name="labels">The labels, all of which a sandbox must have.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The sandboxes.</returns>
    Task<IReadOnlyList<Sandbox>> ListAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until a sandbox has started or can't start, by the service's notifications or, without them, by polling.
    /// </summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sandbox as last read, or null if it was deleted. It runs only in state <see cref="SandboxState.Started"/>.</returns>
    Task<Sandbox?> WaitAsync(Sandbox sandbox, CancellationToken cancellationToken = default);

    /// <summary>Runs a command in a started sandbox, through its toolbox.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="command">The command.</param>
    /// <param name="timeout">The time limit; null for the toolbox's own.</param>
    /// <param name="cancellationToken">Stops waiting for the command.</param>
    /// <returns>The exit code and the output.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="ToolboxException">The toolbox could not be reached.</exception>
    Task<SandboxCommandResult> ExecuteAsync(
        Sandbox sandbox, SandboxCommand command, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a sandbox in any state. The service refuses to while a change of state is in progress: the request is repeated
    /// until it is accepted or the sandbox is gone.
    /// </summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <param name="cancellationToken">Stops the attempts.</param>
    /// <returns>Whether there was such a sandbox.</returns>
    Task<bool> RemoveAsync(string idOrName, CancellationToken cancellationToken = default);
}

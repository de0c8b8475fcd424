using Daytona.Snapshots.Client.Sandboxes;

namespace Daytona.Snapshots.Client;

/// <summary>Starts sandboxes, runs commands in them and deletes them: as much as it takes to prove that a snapshot works.</summary>
public class SandboxesClient
{
    private readonly SandboxEndpoints _endpoints = null!;
    private readonly SandboxWait _wait = null!;
    private readonly SandboxToolbox _toolbox = null!;

    internal SandboxesClient(ClientSession session)
    {
        _endpoints = new SandboxEndpoints(session.Api);
        _wait = new SandboxWait(session, _endpoints);
        _toolbox = new SandboxToolbox(session.Api, _endpoints, session.Time);
        Removal = new SandboxRemoval(session, _endpoints);
    }

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected SandboxesClient()
    {
    }

    internal SandboxRemoval Removal { get; } = null!;

    /// <summary>Creates a sandbox.</summary>
    /// <param name="request">The snapshot, the labels, and when the service stops and deletes the sandbox by itself.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The sandbox, usually in state <c>creating</c>.</returns>
    public virtual Task<Sandbox> CreateAsync(CreateSandboxRequest request, CancellationToken cancellationToken = default) =>
        _endpoints.CreateAsync(request ?? throw new ArgumentNullException(nameof(request)), cancellationToken);

    /// <summary>Finds a sandbox.</summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The sandbox, or null if there is none.</returns>
    public virtual async Task<Sandbox?> FindAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _endpoints.GetAsync(idOrName, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
        {
            return null;
        }
    }

    /// <summary>Lists the sandboxes that have certain labels.</summary>
    /// <param name="labels">The labels, all of which a sandbox must have.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The sandboxes.</returns>
    public virtual async Task<IReadOnlyList<Sandbox>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default)
    {
        if (labels is null) throw new ArgumentNullException(nameof(labels));
        List<Sandbox> found = [];
        string? cursor = null;
        do
        {
            SandboxPage page = await _endpoints.GetPageAsync(labels, cursor, cancellationToken).ConfigureAwait(false);
            // A server that does not know the filter would list all sandboxes.
            found.AddRange(page.Items.Where(sandbox =>
                labels.All(label => sandbox.Labels.TryGetValue(label.Key, out string? value) && value == label.Value)));
            cursor = page.NextCursor is { Length: > 0 } next && next != cursor && page.Items.Count > 0 ? next : null;
        }
        while (cursor is not null);

        return found;
    }

    /// <summary>
    /// Waits until a sandbox has started or can't start, by the service's notifications or, without them, by polling.
    /// </summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sandbox as last read, or null if it was deleted. It runs only in state <see cref="SandboxState.Started"/>.</returns>
    public virtual Task<Sandbox?> WaitAsync(Sandbox sandbox, CancellationToken cancellationToken = default) =>
        _wait.RunAsync(sandbox ?? throw new ArgumentNullException(nameof(sandbox)), cancellationToken);

    /// <summary>Runs a command in a started sandbox, through its toolbox.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="command">The command.</param>
    /// <param name="timeout">The time limit; null for the toolbox's own.</param>
    /// <param name="cancellationToken">Stops waiting for the command.</param>
    /// <returns>The exit code and the output.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="ToolboxException">The toolbox could not be reached.</exception>
    public virtual Task<SandboxCommandResult> ExecuteAsync(
        Sandbox sandbox, SandboxCommand command, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _toolbox.ExecuteAsync(
            sandbox ?? throw new ArgumentNullException(nameof(sandbox)), command ?? throw new ArgumentNullException(nameof(command)), timeout, cancellationToken);

    /// <summary>
    /// Deletes a sandbox in any state. The service refuses to while a change of state is in progress: the request is repeated
    /// until it is accepted or the sandbox is gone.
    /// </summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <param name="cancellationToken">Stops the attempts.</param>
    /// <returns>Whether there was such a sandbox.</returns>
    public virtual Task<bool> RemoveAsync(string idOrName, CancellationToken cancellationToken = default) =>
        Removal.RunAsync(idOrName, waitsForChanges: true, cancellationToken);
}

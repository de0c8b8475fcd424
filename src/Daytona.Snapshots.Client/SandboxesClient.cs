using Daytona.Snapshots.Client.Sandboxes;

namespace Daytona.Snapshots.Client;

/// <inheritdoc cref="ISandboxesClient"/>
internal sealed class SandboxesClient : ISandboxesClient
{
    private readonly SandboxEndpoints _endpoints;
    private readonly SandboxWait _wait;
    private readonly SandboxToolbox _toolbox;

    public SandboxesClient(ClientSession session)
    {
        _endpoints = new SandboxEndpoints(session.Api);
        _wait = new SandboxWait(session, _endpoints);
        _toolbox = new SandboxToolbox(session.Api, _endpoints, session.Time);
        Removal = new SandboxRemoval(session, _endpoints);
    }

    /// <summary>Deletes sandboxes.</summary>
    public SandboxRemoval Removal { get; }

    /// <inheritdoc/>
    public Task<Sandbox> CreateAsync(CreateSandboxRequest request, CancellationToken cancellationToken = default) =>
        _endpoints.CreateAsync(request ?? throw new ArgumentNullException(nameof(request)), cancellationToken);

    /// <inheritdoc/>
    public async Task<Sandbox?> FindAsync(string idOrName, CancellationToken cancellationToken = default)
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

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Sandbox>> ListAsync(
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

    /// <inheritdoc/>
    public Task<Sandbox?> WaitAsync(Sandbox sandbox, CancellationToken cancellationToken = default) =>
        _wait.RunAsync(sandbox ?? throw new ArgumentNullException(nameof(sandbox)), cancellationToken);

    /// <inheritdoc/>
    public Task<SandboxCommandResult> ExecuteAsync(
        Sandbox sandbox, SandboxCommand command, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _toolbox.ExecuteAsync(
            sandbox ?? throw new ArgumentNullException(nameof(sandbox)), command ?? throw new ArgumentNullException(nameof(command)), timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string idOrName, CancellationToken cancellationToken = default) =>
        Removal.RunAsync(idOrName, waitsForChanges: true, cancellationToken);
}

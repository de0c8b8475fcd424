using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The sandbox of a test. It is always deleted at the end of the test.</summary>
internal sealed class TestSandbox(ClientSession session, SandboxesClient sandboxes)
    // The help allows twelve seconds after the time limit, with a read before the removal and one after it.
    : TemporaryResource(session, TimeSpan.FromSeconds(8))
{
    private string? _id;

    /// <summary>The name, which is unique: it finds the sandbox if the response to its creation is lost.</summary>
    public string Name { get; } = $"snapshot-test-{Guid.NewGuid():N}";

    /// <summary>Whether the sandbox exists and has not started; not if the service does not respond.</summary>
    public async Task<bool> HasNotStartedAsync(Deadline deadline) =>
        _id is { } id && await deadline.ReadFinallyAsync(token => sandboxes.FindAsync(id, token)).ConfigureAwait(false)
            is { Value.State: not SandboxState.Started };

    /// <summary>Creates the sandbox and waits until it has started or can't start.</summary>
    /// <returns>The sandbox as last read; null if someone else deleted it.</returns>
    public async Task<Sandbox?> StartAsync(CreateSandboxRequest request, CancellationToken cancellationToken)
    {
        MustBeRemoved = true;
        Sandbox created;
        try
        {
            created = await Session.Changes.RunAsync(
                $"the creation of sandbox '{Name}'",
                token => sandboxes.CreateAsync(request, token),
                async (_, token) => await sandboxes.FindAsync(Name, token).ConfigureAwait(false) is { } found ? new Found<Sandbox>(found) : null,
                cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            MustBeRemoved = false;
            throw;
        }

        _id = created.Id;
        return await sandboxes.WaitAsync(created, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<bool> TryRemoveAsync(CancellationToken cancellationToken) =>
        await sandboxes.RemoveAsync(_id ?? Name, cancellationToken).ConfigureAwait(false) || _id is not null;

    protected override async Task<bool> IsGoneAsync(CancellationToken cancellationToken) =>
        await sandboxes.FindAsync(_id ?? Name, cancellationToken).ConfigureAwait(false) is not { } left || SandboxState.IsDestroyed(left.State);

    protected override string Describe(string reason, bool exists) =>
        $"The sandbox '{Name}' of a test {(exists ? "could not be deleted" : "may not be deleted")}: {reason}. If it is left, the service deletes it later.";
}

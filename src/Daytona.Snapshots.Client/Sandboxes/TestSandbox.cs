using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The sandbox of a test. It is always deleted at the end of the test.</summary>
internal sealed class TestSandbox(ClientSession session, SandboxesClient sandboxes)
{
    // The help allows twelve seconds after the time limit, with a read before the removal and one after it.
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(500);
    private const int MaxPolls = 3;

    private string? _id;
    private bool _mayExist;

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
        _mayExist = true;
        Sandbox created;
        try
        {
            created = await session.Changes.RunAsync(
                $"the creation of sandbox '{Name}'",
                token => sandboxes.CreateAsync(request, token),
                async (_, token) => await sandboxes.FindAsync(Name, token).ConfigureAwait(false) is { } found ? new Found<Sandbox>(found) : null,
                cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            _mayExist = false;
            throw;
        }

        _id = created.Id;
        return await sandboxes.WaitAsync(created, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the sandbox, with a separate time limit.</summary>
    public async Task RemoveAsync(bool isCanceled)
    {
        if (!_mayExist) return;
        var limit = new Deadline(RemovalTime, session.Time);
        try
        {
            await limit.RunAsync(DeleteAsync).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            if (isCanceled) return;
            // The response to the deletion may be lost.
            Found<Sandbox?>? left = await limit.ReadFinallyAsync(token => sandboxes.FindAsync(_id ?? Name, token)).ConfigureAwait(false);
            if (left is { Value: null } || (left is { Value.State: var state } && SandboxState.IsDestroyed(state))) return;
            string what = left is not null ? "could not be deleted" : "may not be deleted";
            string reason = exception is SnapshotTimeoutException
                ? $"the service did not confirm it within {RemovalTime.TotalSeconds:0} s"
                : exception.Message.TrimEnd('.');
            session.Observer?.OnWarning($"The sandbox '{Name}' of a test {what}: {reason}. If it is left, the service deletes it later.");
        }
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        for (int polls = 1; ; polls++)
        {
            bool existed = await sandboxes.RemoveAsync(_id ?? Name, cancellationToken).ConfigureAwait(false);
            // A creation that was canceled may still be on its way.
            if (existed || _id is not null || polls == MaxPolls) return;
            await session.Time.Delay(PollDelay, cancellationToken).ConfigureAwait(false);
        }
    }
}

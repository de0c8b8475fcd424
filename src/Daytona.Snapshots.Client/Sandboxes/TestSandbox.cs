namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The sandbox of a test. It is always deleted at the end of the test.</summary>
internal sealed class TestSandbox(ISandboxesClient sandboxes, TimeProvider time, IClientObserver? observer)
{
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FinalReadTime = TimeSpan.FromSeconds(10);
    private const int MaxPolls = 3;

    private string? _id;
    private bool _mayExist;

    /// <summary>The name, which is unique: it finds the sandbox if the response to its creation is lost.</summary>
    public string Name { get; } = $"snapshot-test-{Guid.NewGuid():N}";

    /// <summary>Creates the sandbox and waits until it has started or can't start.</summary>
    /// <returns>The sandbox as last read; null if someone else deleted it.</returns>
    public async Task<Sandbox?> StartAsync(CreateSandboxRequest request, CancellationToken cancellationToken)
    {
        _mayExist = true;
        Sandbox? created;
        try
        {
            created = await sandboxes.CreateAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            _mayExist = false;
            throw;
        }
        catch (DaytonaException)
        {
            // The response may be all that was lost.
            created = await sandboxes.FindAsync(Name, cancellationToken).ConfigureAwait(false);
            if (created is null) throw;
        }

        _id = created.Id;
        return await sandboxes.WaitAsync(created, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the sandbox, with a separate time limit.</summary>
    /// <param name="isCanceled">Whether the caller has canceled, so that no warning is shown.</param>
    public async Task RemoveAsync(bool isCanceled)
    {
        if (!_mayExist) return;
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(RemovalTime);
        try
        {
            for (int polls = 1; ; polls++)
            {
                bool existed = await sandboxes.RemoveAsync(_id ?? Name, limit.Token).ConfigureAwait(false);
                // A creation that was canceled may still be on its way.
                if (existed || _id is not null || polls == MaxPolls) return;
                await time.Delay(PollDelay, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            if (isCanceled) return;
            bool? exists = await FindOutAsync().ConfigureAwait(false);
            if (exists == false) return;
            string what = exists == true ? "could not be deleted" : "may not be deleted";
            observer?.OnWarning($"The sandbox '{Name}' of a test {what}: {exception.Message.TrimEnd('.')}. If it is left, the service deletes it later.");
        }
    }

    /// <summary>Whether the sandbox still exists: the response to its deletion may be lost. Null if that can't be found out.</summary>
    private async Task<bool?> FindOutAsync()
    {
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(FinalReadTime);
        try
        {
            return await sandboxes.FindAsync(_id ?? Name, limit.Token).ConfigureAwait(false)
                is not (null or { State: SandboxState.Destroying or SandboxState.Destroyed });
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            return null;
        }
    }
}

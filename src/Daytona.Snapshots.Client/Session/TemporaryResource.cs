namespace Daytona.Snapshots.Client.Session;

/// <summary>Something that an operation creates and removes at its end, with a separate time limit, so that nothing is left after a timeout either.</summary>
internal abstract class TemporaryResource(ClientSession session, TimeSpan removalTime)
{
    private const int MaxPolls = 3;

    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(500);

    protected ClientSession Session { get; } = session;

    /// <summary>Whether it may exist, and must be removed.</summary>
    public bool MustBeRemoved { get; protected set; }

    /// <summary>Creates it. From now on it may exist, unless the service refuses.</summary>
    public async Task<T> CreateAsync<T>(Func<Task<T>> create)
    {
        MustBeRemoved = true;
        try
        {
            return await create().ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            MustBeRemoved = false;
            throw;
        }
    }

    /// <summary>Removes it in any state. A failure is only a warning, and nothing after a cancellation.</summary>
    public async Task RemoveAsync(bool isCanceled)
    {
        if (!MustBeRemoved) return;
        var limit = new Deadline(removalTime, Session.Time);
        try
        {
            await limit.RunAsync(
                async token =>
                {
                    // The response to its creation may be lost, and the service may be a moment late.
                    for (int poll = 1; !await TryRemoveAsync(token).ConfigureAwait(false) && poll < MaxPolls; poll++)
                    {
                        await Session.Time.Delay(PollDelay, token).ConfigureAwait(false);
                    }
                }).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            if (isCanceled) return;
            // The response to its removal may be lost.
            Found<bool>? gone = await limit.ReadFinallyAsync(IsGoneAsync).ConfigureAwait(false);
            if (gone is { Value: true }) return;
            string reason = exception is SnapshotTimeoutException ? $"The service did not respond within {removalTime.TotalSeconds:0} s." : exception.Message;
            Session.Observer?.OnWarning(Describe(reason.TrimEnd('.'), exists: gone is not null));
        }
    }

    /// <returns>False if it was not found, and may still appear.</returns>
    protected abstract Task<bool> TryRemoveAsync(CancellationToken cancellationToken);

    /// <summary>Reads whether it is removed or being removed.</summary>
    protected abstract Task<bool> IsGoneAsync(CancellationToken cancellationToken);

    /// <summary>The warning if it is left, or may be.</summary>
    protected abstract string Describe(string reason, bool exists);
}

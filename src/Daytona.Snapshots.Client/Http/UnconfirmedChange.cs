namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Sends changes. If the response to a change is lost, the state is read before the change is called a failure or sent again: nothing
/// is done twice, or reported as failed although it was done.
/// </summary>
internal sealed class UnconfirmedChange(TimeProvider time, IClientObserver? observer)
{
    /// <summary>Sends a change until it is confirmed, found in the state, or fails for good.</summary>
    /// <param name="what">The change, such as <c>the removal of 'x'</c>.</param>
    /// <param name="send">Sends the change.</param>
    /// <param name="find">Reads whether it was carried out: the result, or null if it was not.</param>
    /// <param name="isConsequence">Whether a refusal of a repeated change may be the consequence of the first one, such as a conflict; null for none.</param>
    /// <exception cref="DaytonaException">The change was not carried out, or its state could not be read.</exception>
    public Task<T> RunAsync<T>(
        string what,
        Func<CancellationToken, Task<T>> send,
        Func<DaytonaException, CancellationToken, Task<Found<T>?>> find,
        CancellationToken cancellationToken,
        Func<DaytonaException, bool>? isConsequence = null)
    {
        bool isRepeated = false, isUnknown = false;
        return OutagePatience.Schedule.RunAsync(
            async token =>
            {
                try
                {
                    return await send(token).ConfigureAwait(false);
                }
                catch (DaytonaException exception) when (exception.LeavesOutcomeOpen || (isRepeated && isConsequence?.Invoke(exception) == true))
                {
                    isRepeated = isUnknown = true;
                    observer?.OnNotice($"The response to {what} was lost: reading the state.");
                    Found<T>? found = null;
                    try
                    {
                        found = await find(exception, token).ConfigureAwait(false);
                        isUnknown = false;
                    }
                    catch (DaytonaException failure) when (IsOfRead(failure))
                    {
                        // What failed first says more than that the state could not be read either.
                    }

                    if (found is not null) return found.Value;
                    throw;
                }
            },
            exception => !isUnknown && exception is DaytonaException failure && OutagePatience.PassesForChange(failure) ? Repetition.Scheduled : null,
            new Deadline(null, time),
            cancellationToken);
    }

    /// <summary>Removes something. The response has no body, so that without a sign of the service only the state confirms it.</summary>
    /// <param name="what">The thing to remove, such as <c>sandbox 'x'</c>.</param>
    /// <param name="send">Sends the removal, and returns whether the response is known to be the service's own.</param>
    /// <param name="isGone">Reads whether it was carried out.</param>
    /// <param name="isConsequence">Whether a failure of a repeated removal can mean that the first one succeeded; null for none.</param>
    /// <exception cref="DaytonaConnectionException">It still exists: a proxy may have responded in the service's place.</exception>
    public Task<bool> RemoveAsync(
        string what,
        Func<CancellationToken, Task<bool>> send,
        Func<CancellationToken, Task<bool>> isGone,
        CancellationToken cancellationToken,
        Func<DaytonaException, bool>? isConsequence = null) =>
        RunAsync(
            $"the removal of {what}",
            async token =>
            {
                if (await send(token).ConfigureAwait(false) || await isGone(token).ConfigureAwait(false)) return true;
                throw ResponseBody.NotApplied($"The removal of {what}");
            },
            async (_, token) => await isGone(token).ConfigureAwait(false) ? new Found<bool>(true) : null,
            cancellationToken,
            isConsequence);

    /// <summary>Awaits a read after a change that the service accepted. If it fails, a warning says before the error that the change was accepted.</summary>
    /// <param name="what">The change, such as <c>the removal of 'x'</c>.</param>
    /// <param name="reading">The read.</param>
    public async Task<T> ReadBackAsync<T>(string what, Task<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (IsOfRead(exception))
        {
            observer?.OnWarning($"The service accepted {what}, but the state can't be read.");
            throw;
        }
    }

    private static bool IsOfRead(DaytonaException failure) => failure is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException;
}

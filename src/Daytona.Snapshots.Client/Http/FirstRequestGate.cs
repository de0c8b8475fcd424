namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Sends the first request of a connection on its own, so that a wrong key is one failed login and not as many as there are
/// concurrent requests; and remembers a refusal for a while, so that a script that continues after an error does not cause one
/// with each of its requests. After a few failed logins the service blocks an address, for valid keys too.
/// </summary>
internal sealed class FirstRequestGate(TimeProvider time) : IDisposable
{
    // Long enough that a script does not get its address blocked, short enough for a key that is corrected meanwhile.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _open;
    private volatile Refusal? _refusal;

    /// <summary>Whether the service has accepted the credential at least once, and not refused it since.</summary>
    public bool IsOpen => _open;

    /// <summary>Sends a request, at once or in its turn.</summary>
    /// <exception cref="DaytonaApiException">The request failed, or the service refused the credential a moment ago.</exception>
    public async Task<T> PassAsync<T>(ApiRequest request, Func<Task<T>> send, CancellationToken cancellationToken)
    {
        if (_open) return await SendAsync(request, send).ConfigureAwait(false);

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_open)
            {
                ThrowIfRefused(request);
                return await SendAsync(request, send).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }

        return await SendAsync(request, send).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> SendAsync<T>(ApiRequest request, Func<Task<T>> send)
    {
        // A refusal of another host says nothing about the API.
        if (!request.IsToApi) return await send().ConfigureAwait(false);
        try
        {
            T response = await send().ConfigureAwait(false);
            _open = true;
            return response;
        }
        catch (DaytonaApiException exception)
        {
            if (exception.Reason == ApiErrorReason.CredentialRefused)
            {
                _refusal = new Refusal(exception, time.GetTimestamp());
                _open = false;
            }
            else if (ProvesCredential(exception))
            {
                _open = true;
            }

            throw;
        }
    }

    private void ThrowIfRefused(ApiRequest request)
    {
        if (_refusal is not { } refusal || time.GetElapsedTime(refusal.Time) >= Memory) return;
        throw new DaytonaApiException(refusal.Exception.Message)
        {
            Reason = refusal.Exception.Reason,
            StatusCode = refusal.Exception.StatusCode,
            Code = refusal.Exception.Code,
            Method = request.Verb,
            Path = request.Resource,
            FromService = refusal.Exception.FromService,
        };
    }

    // A service in maintenance, a proxy and a rate limiter respond before anyone has looked at the credential.
    private static bool ProvesCredential(DaytonaApiException exception) =>
        exception.IsRefusal && exception.Reason is not (ApiErrorReason.RateLimited or ApiErrorReason.AddressBlocked);

    private sealed record Refusal(DaytonaApiException Exception, long Time);
}

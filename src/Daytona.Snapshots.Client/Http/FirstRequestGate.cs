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
    public async Task<T> PassAsync<T>(ApiRequest request, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        bool hasTurn = !_open, wasSent = false;
        if (hasTurn) await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (hasTurn && _open)
            {
                hasTurn = false;
                _turn.Release();
            }

            if (hasTurn) ThrowIfRefused(request);
            wasSent = true;
            T response = await send(cancellationToken).ConfigureAwait(false);
            if (request is { IsToApi: true, ProvesCredential: true }) _open = true;
            return response;
        }
        // A refusal of another host says nothing about the API.
        catch (DaytonaApiException exception) when (wasSent && request is { IsToApi: true, ProvesCredential: true })
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
        finally
        {
            if (hasTurn) _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

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

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Lets the first request of a connection be sent on its own, so that a wrong key is one failed login and not as many as there are
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

    /// <summary>Waits until a request may be sent: at once, or in its turn.</summary>
    /// <returns>The turn, which ends when it is disposed; null if the request needs none.</returns>
    /// <exception cref="DaytonaApiException">The service refused the credential a moment ago.</exception>
    public async Task<IDisposable?> EnterAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (_open) return null;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        DaytonaApiException? refusal = null;
        if (!_open && (refusal = FindRefusal(request)) is null) return new Turn(_turn);
        _turn.Release();
        return refusal is null ? null : throw refusal;
    }

    /// <summary>Notes what a response says about the credential.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failure">The error that the response represents; null if the request succeeded.</param>
    public void Note(ApiRequest request, DaytonaApiException? failure = null)
    {
        // A response of another host says nothing about the API.
        if (request is not { IsToApi: true, ProvesCredential: true }) return;
        if (failure?.Reason == ApiErrorReason.CredentialRefused) (_refusal, _open) = (new Refusal(failure, time.GetTimestamp()), false);
        else if (failure is null || ProvesCredential(failure)) _open = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private DaytonaApiException? FindRefusal(ApiRequest request) =>
        _refusal is not { } refusal || time.GetElapsedTime(refusal.Time) >= Memory ? null : new DaytonaApiException(refusal.Exception.Message)
        {
            Reason = refusal.Exception.Reason,
            StatusCode = refusal.Exception.StatusCode,
            Code = refusal.Exception.Code,
            Method = request.Verb,
            Path = request.Resource,
            FromService = refusal.Exception.FromService,
        };

    // A service in maintenance, a proxy and a rate limiter respond before anyone has looked at the credential.
    private static bool ProvesCredential(DaytonaApiException exception) =>
        exception.IsRefusal && exception.Reason is not (ApiErrorReason.RateLimited or ApiErrorReason.AddressBlocked);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    private sealed record Refusal(DaytonaApiException Exception, long Time);
}

using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Lets the first request of a connection go alone, so that a wrong key is one failed login and not as many as there are
/// requests under way; and remembers a refusal for a while, so that a script that goes on after an error does not make one
/// with each of its requests. The service blocks an address, for good keys too, after a few of them.
/// </summary>
internal sealed class FirstRequestGate(TimeProvider time) : IDisposable
{
    // Long enough that a script does not get its address blocked, short enough for who has made the key good meanwhile.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _open;
    private volatile Refusal? _refusal;

    /// <summary>Whether the service has accepted the credential at least once, and not refused it since.</summary>
    public bool IsOpen => _open;

    private Answer? RecentRefusal =>
        _refusal is { } refusal && time.GetElapsedTime(refusal.Time) < Memory ? refusal.Answer : null;

    /// <summary>Sends a request, at once or when it is its turn; or gives the answer that refused the credential a moment ago.</summary>
    public async Task<Answer> PassAsync(Func<Task<Answer>> send, CancellationToken cancellationToken)
    {
        if (_open) return Note(await send().ConfigureAwait(false));

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_open) return RecentRefusal ?? Note(await send().ConfigureAwait(false));
        }
        finally
        {
            _turn.Release();
        }

        return Note(await send().ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Answer Note(Answer answer)
    {
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            _refusal = new Refusal(answer, time.GetTimestamp());
            _open = false;
        }
        else if (SaysThatTheCredentialIsGood(answer))
        {
            _open = true;
        }

        return answer;
    }

    // A service in maintenance, a proxy and a rate limiter answer before anybody has looked at the credential.
    private static bool SaysThatTheCredentialIsGood(Answer answer) =>
        (int)answer.Status is < 300 or (>= 400 and < 500 and not 429) && !answer.IsPage;

    private sealed record Refusal(Answer Answer, long Time);
}

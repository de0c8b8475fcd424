using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Lets the first request of a connection go alone, so that a wrong key is one failed login and not as many as there are
/// requests under way: the service blocks an address, for good keys too, after a few of them.
/// </summary>
internal sealed class FirstRequestGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _open;
    private int _refusals;
    private Answer? _refusal;

    /// <summary>Whether the service has accepted the credential at least once, and not refused it since.</summary>
    public bool IsOpen => _open;

    /// <summary>Sends a request, at once or when it is its turn. Those that waited for a refused one share its answer.</summary>
    public async Task<Answer> PassAsync(Func<Task<Answer>> send, CancellationToken cancellationToken)
    {
        if (_open) return Note(await send().ConfigureAwait(false));

        int refusals = Volatile.Read(ref _refusals);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_open)
            {
                return refusals == Volatile.Read(ref _refusals)
                    ? Note(await send().ConfigureAwait(false))
                    : _refusal!;
            }
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
            _refusal = answer;
            _open = false;
            Interlocked.Increment(ref _refusals);
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
}

namespace Daytona.Snapshots;

/// <summary>Receives reports of a client's requests. Called on an arbitrary thread, and never with a secret.</summary>
public interface IClientObserver
{
    /// <summary>Reports a completed or failed request: one line with method, address, status and milliseconds.</summary>
    /// <param name="line">The line.</param>
    void OnRequest(string line);

    /// <summary>Reports an event of interest, such as a wait at a rate limit or a retry.</summary>
    /// <param name="line">A sentence.</param>
    void OnNotice(string line);

    /// <summary>Warns of a problem that does not end the operation, such as a part of a build log that can't be read.</summary>
    /// <param name="line">A sentence.</param>
    void OnWarning(string line);
}

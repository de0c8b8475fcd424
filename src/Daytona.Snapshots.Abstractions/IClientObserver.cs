namespace Daytona.Snapshots;

/// <summary>Is told what a client does. Called on any thread, and never with a secret.</summary>
public interface IClientObserver
{
    /// <summary>A request was answered, or failed: one line with method, address, status and milliseconds.</summary>
    /// <param name="line">The line.</param>
    void OnRequest(string line);

    /// <summary>Something a person would want to know: a wait at a rate limit, a retry.</summary>
    /// <param name="line">A sentence.</param>
    void OnNotice(string line);

    /// <summary>Something a person must know of, though the work goes on: a part of a build's log that can't be had.</summary>
    /// <param name="line">A sentence.</param>
    void OnWarning(string line);
}

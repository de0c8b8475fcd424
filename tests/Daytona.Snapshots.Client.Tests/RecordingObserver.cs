using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>Keeps every line it is told.</summary>
internal sealed class RecordingObserver : IClientObserver
{
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> Notices { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void OnRequest(string line) => Requests.Enqueue(line);

    public void OnNotice(string line) => Notices.Enqueue(line);

    public void OnWarning(string line) => Warnings.Enqueue(line);
}

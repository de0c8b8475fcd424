namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>A sandbox, as far as a test of a snapshot needs it.</summary>
internal sealed class Sandbox
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The state, in the service's own words. A newer server may have others than these.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed; null if it has not.</summary>
    public string? ErrorReason { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The URL below which its toolbox is; null if the service does not say.</summary>
    public Uri? ToolboxProxyUrl { get; init; }

    public bool IsStarted => State == "started";

    /// <summary>Whether it is deleted, or being deleted.</summary>
    public bool IsDestroyed => State is "destroying" or "destroyed";

    /// <summary>Whether its start has ended: it will not change by itself any more, or is being deleted.</summary>
    public bool IsSettled => IsStarted || IsDestroyed || State is "error" or "build_failed" or "stopped";
}

/// <summary>A page of sandboxes, and the start of the next one; null at the end.</summary>
internal sealed class SandboxPage
{
    public required List<Sandbox> Items { get; init; }

    public string? NextCursor { get; init; }
}

/// <summary>A sandbox to create.</summary>
/// <param name="Name">The name, unique in the organization.</param>
/// <param name="Snapshot">The ID of the snapshot that it starts from.</param>
/// <param name="Target">The region; null for the organization's default.</param>
/// <param name="Labels">The labels.</param>
/// <param name="AutoStopInterval">The minutes without activity after which the service stops it.</param>
/// <param name="AutoDeleteInterval">The minutes after its stop when the service deletes it, 0 for at once.</param>
internal sealed record SandboxRequest(
    string Name, string Snapshot, string? Target, IReadOnlyDictionary<string, string> Labels, int AutoStopInterval, int AutoDeleteInterval);

/// <summary>The URL below which the toolboxes of sandboxes are.</summary>
internal sealed class ToolboxAddress
{
    public required Uri Url { get; init; }
}

/// <summary>The toolbox's response to a command.</summary>
internal sealed class CommandResponse
{
    // Without it nobody could tell whether the command succeeded.
    public required int? ExitCode { get; init; }

    public string? Result { get; init; }
}

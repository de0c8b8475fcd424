namespace Daytona.Snapshots.Sandboxes;

/// <summary>A sandbox.</summary>
public sealed class Sandbox
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique in the organization.</summary>
    public string Name { get; init; } = "";

    /// <summary>The state, in the service's own words; see <see cref="SandboxState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed, or null if it has not.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>The name of the snapshot that it was started from, or null if it was built.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The region.</summary>
    public string? Target { get; init; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The time of its creation, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The URL below which its toolbox is, or null if the service does not say.</summary>
    public Uri? ToolboxProxyUrl { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

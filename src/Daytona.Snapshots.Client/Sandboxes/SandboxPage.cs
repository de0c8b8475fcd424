namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>A page of a listing of sandboxes.</summary>
internal sealed class SandboxPage
{
    public required List<Sandbox> Items { get; init; }

    /// <summary>Where the next page starts, or null at the end.</summary>
    public string? NextCursor { get; init; }
}

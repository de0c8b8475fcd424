namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>A page of a listing of sandboxes.</summary>
internal sealed class SandboxPage
{
    public required List<Sandbox> Items { get; init; }

    /// <summary>The start of the next page, or null at the end.</summary>
    public string? NextCursor { get; init; }
}

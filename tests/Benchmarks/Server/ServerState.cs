namespace Daytona.Benchmarks.Server;

/// <summary>What a server says of itself.</summary>
internal sealed record ServerState
{
    /// <summary>How many snapshots there are, with those that are being removed.</summary>
    public int SnapshotCount { get; init; }

    /// <summary>How many requests came since its start, on all its ports.</summary>
    public long RequestCount { get; init; }

    /// <summary>How many snapshots are in each state.</summary>
    public Dictionary<string, int> States { get; init; } = [];

    /// <summary>What was uploaded.</summary>
    public IReadOnlyList<StoredContext> Objects { get; init; } = [];
}

/// <summary>An object in the server's storage.</summary>
/// <param name="Key">Its key, with the context's hash in it.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record StoredContext(string Key, long Length);

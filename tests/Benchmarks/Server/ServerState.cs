namespace Daytona.Benchmarks.Server;

/// <summary>The state of a server.</summary>
internal sealed record ServerState
{
    /// <summary>The number of snapshots, including those being removed.</summary>
    public int SnapshotCount { get; init; }

    /// <summary>The number of requests since its start, on all ports.</summary>
    public long RequestCount { get; init; }

    /// <summary>The number of snapshots in each state.</summary>
    public Dictionary<string, int> States { get; init; } = [];

    /// <summary>The uploaded objects.</summary>
    public IReadOnlyList<StoredContext> Objects { get; init; } = [];
}

/// <summary>An object in the server's storage.</summary>
/// <param name="Key">Its key, with the context's hash in it.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record StoredContext(string Key, long Length);

namespace Daytona.Local;

/// <summary>How a <see cref="LocalServer"/> behaves. What can be changed while it runs has a setter.</summary>
public sealed class LocalServerOptions
{
    /// <summary>The port of the API on the loopback address; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The port of the build logs, which the real service serves from another host; 0 for any.</summary>
    public int LogPort { get; init; }

    /// <summary>The port of the object storage; 0 for any.</summary>
    public int StoragePort { get; init; }

    /// <summary>The port of the image registry; 0 for any.</summary>
    public int RegistryPort { get; init; }

    /// <summary>The port of the toolbox, which the real service serves from another host; 0 for any.</summary>
    public int ToolboxPort { get; init; }

    /// <summary>
    /// The address that answers name for the logs, such as <c>http://proxy.localhost:4001</c>; null for the real one.
    /// </summary>
    public string? LogAddress { get; set; }

    /// <summary>The address that answers name for the storage; null for the real one.</summary>
    public string? StorageAddress { get; set; }

    /// <summary>
    /// The host and port that push access names for the registry; null for the server's own. Images of another
    /// registry are not looked for there: their names decide what becomes of them.
    /// </summary>
    public string? RegistryAddress { get; set; }

    /// <summary>The address that sandboxes name for their toolbox; null for the real one.</summary>
    public string? ToolboxAddress { get; set; }

    /// <summary>Whether the service has a storage; without one the access to it is a 503.</summary>
    public bool HasStorage { get; set; } = true;

    /// <summary>The largest object whose bytes are kept; of larger ones the storage knows only the length.</summary>
    public long MaxStoredBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Whose words the logs of builds are in.</summary>
    public BuildLogFormat LogFormat { get; set; }

    /// <summary>The clock. Everything that is timed goes through it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The default organization's API key; null for a random one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How many snapshots there are at the start, the same ones every time.</summary>
    public int Seed { get; init; }

    /// <summary>Whether to answer as a server newer than v0.190 does.</summary>
    public bool Newer { get; init; }

    /// <summary>How long every response of the API is held back.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How long a snapshot stays pending.</summary>
    public TimeSpan QueueTime { get; set; }

    /// <summary>How long an image is pulled.</summary>
    public TimeSpan PullTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a build runs: its log is spread over this time.</summary>
    public TimeSpan BuildTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a built image is validated after the last line of its log.</summary>
    public TimeSpan ValidationTime { get; set; }

    /// <summary>How long a snapshot is removing before it is gone.</summary>
    public TimeSpan RemovalDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image or a Dockerfile with <c>slow</c> in it takes, instead of the times above.</summary>
    public TimeSpan SlowTime { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a sandbox is creating or starting.</summary>
    public TimeSpan SandboxStartTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a sandbox is stopping, or destroying before it is gone.</summary>
    public TimeSpan SandboxStopTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Decides about single sandboxes: called when one starts, with the server's own plan. An infinite time in the
    /// result keeps the sandbox in its state.
    /// </summary>
    public Func<LocalSandbox, SandboxPlan, SandboxPlan>? SandboxPlan { get; set; }

    /// <summary>
    /// Decides about single snapshots: asked when one is pending, given the server's own plan. An infinite time in it
    /// keeps the snapshot in its state.
    /// </summary>
    public Func<LocalSnapshot, SnapshotPlan, SnapshotPlan>? Plan { get; set; }

    /// <summary>Whether everything is answered with 503.</summary>
    public bool Maintenance { get; set; }

    /// <summary>Requests that an organization may send in a window; null for any number.</summary>
    public int? RateLimit { get; set; }

    /// <summary>The window of <see cref="RateLimit"/>.</summary>
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The failed login that blocks the address; null for none.</summary>
    public int? FailedLoginLimit { get; set; }

    /// <summary>How long failed logins count and an address stays blocked.</summary>
    public TimeSpan FailedLoginWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many requests are kept in <see cref="LocalServer.Requests"/>, fewer if their bodies are large (32 MiB
    /// together); 0 records none.
    /// </summary>
    public int RecordedRequests { get; set; } = 10_000;
}

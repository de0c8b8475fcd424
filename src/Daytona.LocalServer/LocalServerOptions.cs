namespace Daytona.Local;

/// <summary>The options of a <see cref="LocalServer"/>. Those with a setter can be changed while it runs.</summary>
public sealed class LocalServerOptions
{
    /// <summary>The port of the API on the loopback address; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>The port of the build logs, which the real service serves from another host; 0 for any.</summary>
    public int LogPort { get; init; }

    /// <summary>The port of the object storage; 0 for any.</summary>
    public int StoragePort { get; init; }

    /// <summary>The port of the image registry; 0 for any.</summary>
    public int RegistryPort { get; init; }

    /// <summary>The port of the toolbox, which the real service serves from another host; 0 for any.</summary>
    public int ToolboxPort { get; init; }

    /// <summary>The address of the logs in responses, such as <c>http://proxy.localhost:4001</c>; null for the real one.</summary>
    public string? LogAddress { get; set; }

    /// <summary>The address of the storage in responses; null for the real one.</summary>
    public string? StorageAddress { get; set; }

    /// <summary>The host and port of the registry in push access, whose images are not searched; null for the server's own.</summary>
    public string? RegistryAddress { get; set; }

    /// <summary>The address of the toolbox in sandboxes; null for the real one.</summary>
    public string? ToolboxAddress { get; set; }

    /// <summary>Whether the service has a storage. Otherwise, requests for access get a 503.</summary>
    public bool HasStorage { get; set; } = true;

    /// <summary>The maximum length of objects whose content is kept. For larger ones, only the length is known.</summary>
    public long MaxStoredBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The clock for all times.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The default organization's API key; null for a random one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The number of initial snapshots, which are always the same.</summary>
    public int Seed { get; init; }

    /// <summary>Whether to respond like a server newer than v0.190.</summary>
    public bool Newer { get; init; }

    /// <summary>The simulated version of the service.</summary>
    internal string Version => Newer ? "v0.215.0" : "v0.190.0";

    /// <summary>The encodings of compressed responses, as proxies in front of the real service have them, in order of preference.</summary>
    /// <value>By default, <c>br</c> and <c>gzip</c>. Empty for none.</value>
    public IReadOnlyList<string> Encodings { get; init; } = ["br", "gzip"];

    /// <summary>The delay of every response of the API.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How long a snapshot stays pending.</summary>
    public TimeSpan QueueTime { get; set; }

    /// <summary>How long an image is pulled.</summary>
    public TimeSpan PullTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a build runs: its log is spread over this time.</summary>
    public TimeSpan BuildTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a built image is validated after the last line of its log.</summary>
    public TimeSpan ValidationTime { get; set; }

    /// <summary>How long a snapshot is removing before it no longer exists.</summary>
    public TimeSpan RemovalDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image or a Dockerfile with <c>slow</c> in it takes, instead of the times above.</summary>
    public TimeSpan SlowTime { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a sandbox is creating or starting.</summary>
    public TimeSpan SandboxStartTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a sandbox is stopping, or destroying before it no longer exists.</summary>
    public TimeSpan SandboxStopTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Changes the plan of a sandbox when one starts. An infinite time keeps the sandbox in its state.</summary>
    public Func<LocalSandbox, SandboxPlan, SandboxPlan>? SandboxPlan { get; set; }

    /// <summary>Changes the plan of a snapshot when one is pending. An infinite time keeps the snapshot in its state.</summary>
    public Func<LocalSnapshot, SnapshotPlan, SnapshotPlan>? Plan { get; set; }

    /// <summary>Whether every response is a 503.</summary>
    public bool Maintenance { get; set; }

    /// <summary>The maximum number of requests of an organization in a window; null for no limit.</summary>
    public int? RateLimit { get; set; }

    /// <summary>The window of <see cref="RateLimit"/>.</summary>
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of failed logins that block the address; null for never.</summary>
    public int? FailedLoginLimit { get; set; }

    /// <summary>How long failed logins count and an address stays blocked.</summary>
    public TimeSpan FailedLoginWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many requests are kept in <see cref="LocalServer.Requests"/>, fewer if their bodies exceed 32 MiB together; 0 records none.</summary>
    public int RecordedRequests { get; set; } = 10_000;
}

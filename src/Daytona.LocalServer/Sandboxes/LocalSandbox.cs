using System.Text.Json.Serialization;

namespace Daytona.Local.Sandboxes;

/// <summary>A simulated sandbox, with its fields in the order of the service's JSON. Nothing runs in it.</summary>
public sealed class LocalSandbox
{
    internal LocalSandbox(string? name, string organizationId, DateTimeOffset createdAt)
    {
        Name = name ?? Id.ToString();
        OrganizationId = organizationId;
        CreatedAt = UpdatedAt = LastActivityAt = createdAt;
    }

    /// <summary>The id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; set; }

    /// <summary>The name; by default the id.</summary>
    public string Name { get; internal set; }

    /// <summary>The region it is in.</summary>
    [JsonPropertyName("target")]
    public string RegionId { get; set; } = "us";

    /// <summary>The name of the snapshot it was created from; null for one that was only added to be captured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Snapshot { get; set; }

    /// <summary>The user that commands run as.</summary>
    public string User { get; set; } = "daytona";

    /// <summary>The environment variables.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>CPU cores.</summary>
    public int Cpu { get; set; } = 1;

    /// <summary>GPUs.</summary>
    public int Gpu { get; set; }

    /// <summary>Memory in GiB.</summary>
    public int Memory { get; set; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; set; } = 3;

    [JsonInclude]
    internal bool Public { get; }

    [JsonInclude]
    internal bool NetworkBlockAll { get; }

    [JsonInclude]
    internal string? NetworkAllowList { get; }

    [JsonInclude]
    internal string? DomainAllowList { get; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    [JsonInclude]
    internal string[] Volumes { get; } = [];

    /// <summary>The state; <c>started</c> and <c>stopped</c> ones can be captured.</summary>
    public string State { get; set; } = SandboxStates.Stopped;

    /// <summary>The target state.</summary>
    public string DesiredState { get; set; } = SandboxStates.Started;

    /// <summary>The error, or null.</summary>
    public string? ErrorReason { get; set; }

    [JsonInclude]
    internal bool Recoverable { get; }

    [JsonInclude]
    internal string BackupState { get; } = "None";

    /// <summary>Minutes without activity after which it stops; 0 for never.</summary>
    public int AutoStopInterval { get; set; } = 15;

    /// <summary>Minutes after which a stopped one is archived. The server only reports the number.</summary>
    public int AutoArchiveInterval { get; set; } = 10080;

    /// <summary>Minutes after which a stopped one is deleted: 0 for at once. The server only reports any other number.</summary>
    public int AutoDeleteInterval { get; set; } = -1;

    /// <summary>The sandbox class.</summary>
    public string SandboxClass { get; set; } = "container";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When it last ran a command or changed its state.</summary>
    public DateTimeOffset LastActivityAt { get; internal set; }

    /// <summary>The version of the program inside it, known once it has started.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? DaemonVersion { get; set; }

    /// <summary>The runner it is on, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RunnerId { get; set; }

    [JsonInclude]
    internal string ToolboxProxyUrl { get; set; } = "";
}

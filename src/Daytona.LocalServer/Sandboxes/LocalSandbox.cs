namespace Daytona.Local.Sandboxes;

/// <summary>A simulated sandbox with states and a toolbox that responds by rules. Nothing runs in it.</summary>
public sealed class LocalSandbox
{
    internal LocalSandbox(string? name, string organizationId, DateTimeOffset createdAt)
    {
        Name = name ?? Id.ToString();
        OrganizationId = organizationId;
        CreatedAt = UpdatedAt = createdAt;
        LastActivityAt = createdAt;
    }

    /// <summary>The id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The name; by default the id.</summary>
    public string Name { get; internal set; }

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; set; }

    /// <summary>The name of the snapshot it was created from; null for one that was only added to be captured.</summary>
    public string? Snapshot { get; set; }

    /// <summary>The state; <c>started</c> and <c>stopped</c> ones can be captured.</summary>
    public string State { get; set; } = SandboxStates.Stopped;

    /// <summary>The target state.</summary>
    public string DesiredState { get; set; } = SandboxStates.Started;

    /// <summary>The error, or null.</summary>
    public string? ErrorReason { get; set; }

    /// <summary>The sandbox class.</summary>
    public string SandboxClass { get; set; } = "container";

    /// <summary>The region it is in.</summary>
    public string RegionId { get; set; } = "us";

    /// <summary>The runner it is on, or null.</summary>
    public string? RunnerId { get; set; }

    /// <summary>The user that commands run as.</summary>
    public string User { get; set; } = "daytona";

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>The environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>CPU cores.</summary>
    public int Cpu { get; set; } = 1;

    /// <summary>GPUs.</summary>
    public int Gpu { get; set; }

    /// <summary>Memory in GiB.</summary>
    public int Memory { get; set; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; set; } = 3;

    /// <summary>Minutes without activity after which it stops; 0 for never.</summary>
    public int AutoStopInterval { get; set; } = 15;

    /// <summary>Minutes after which a stopped one is archived. The server only reports the number.</summary>
    public int AutoArchiveInterval { get; set; } = 10080;

    /// <summary>Minutes after which a stopped one is deleted: 0 for at once. The server only reports any other number.</summary>
    public int AutoDeleteInterval { get; set; } = -1;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When it last ran a command or changed its state.</summary>
    public DateTimeOffset LastActivityAt { get; internal set; }

    /// <summary>The version of the program inside it, known once it has started.</summary>
    internal string? DaemonVersion { get; set; }
}

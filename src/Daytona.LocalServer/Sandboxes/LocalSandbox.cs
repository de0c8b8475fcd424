namespace Daytona.Local;

/// <summary>A sandbox, as far as a capture of it needs one.</summary>
public sealed class LocalSandbox
{
    internal LocalSandbox(string name, string organizationId, DateTimeOffset createdAt)
    {
        Name = name;
        OrganizationId = organizationId;
        CreatedAt = createdAt;
    }

    /// <summary>The id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; set; }

    /// <summary>The state; <c>started</c> and <c>stopped</c> ones can be captured.</summary>
    public string State { get; set; } = "stopped";

    /// <summary>The sandbox class.</summary>
    public string SandboxClass { get; set; } = "container";

    /// <summary>The region it is in.</summary>
    public string RegionId { get; set; } = "us";

    /// <summary>CPU cores.</summary>
    public int Cpu { get; set; } = 1;

    /// <summary>GPUs.</summary>
    public int Gpu { get; set; }

    /// <summary>Memory in GiB.</summary>
    public int Memory { get; set; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; set; } = 3;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }
}

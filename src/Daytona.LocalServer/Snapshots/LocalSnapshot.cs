using System.Text.Json.Serialization;

namespace Daytona.Local.Snapshots;

/// <summary>A snapshot, with its fields in the order of the service's JSON. They are set only while it is added or changed, because the JSON is kept.</summary>
public sealed class LocalSnapshot
{
    internal LocalSnapshot(Guid id, string organizationId, string name, long sequence) =>
        (Id, OrganizationId, Name, Sequence) = (id, organizationId, name, sequence);

    /// <summary>The id.</summary>
    public Guid Id { get; set; }

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; set; }

    /// <summary>Whether every organization sees it.</summary>
    public bool General { get; set; }

    /// <summary>Whether the listing omits this general snapshot, which is still found by name.</summary>
    [JsonIgnore]
    public bool HideFromUsers { get; set; }

    /// <summary>The name, unique within the organization.</summary>
    public string Name { get; set; }

    /// <summary>The registry image it was made from; empty if it was built.</summary>
    public string ImageName { get; set; } = "";

    /// <summary>The state, in the service's own words.</summary>
    public string State { get; set; } = "pending";

    /// <summary>Size in GB; null until the image was looked at.</summary>
    public double? Size { get; set; }

    /// <summary>The entrypoint, or null.</summary>
    public IReadOnlyList<string>? Entrypoint { get; set; }

    /// <summary>CPU cores.</summary>
    public int Cpu { get; set; } = 1;

    /// <summary>GPUs.</summary>
    public int Gpu { get; set; }

    /// <summary>The type of GPU; left out of responses if null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GpuType { get; set; }

    /// <summary>Memory in GiB.</summary>
    public int Mem { get; set; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; set; } = 3;

    /// <summary>The error, or null.</summary>
    public string? ErrorReason { get; set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last changed; the cooldown of an activation counts from here.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it was last used, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The source of the build; null if it came from a registry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalBuildInfo? BuildInfo { get; set; }

    /// <summary>The regions in which it is available.</summary>
    public IReadOnlyList<string> RegionIds { get; set; } = ["us"];

    /// <summary>The runner that pulled or built it; null before one is assigned, and for a cached build.</summary>
    public string? InitialRunnerId { get; set; }

    /// <summary>The image's reference in the internal registry.</summary>
    public string? Ref { get; set; }

    /// <summary>The sandbox it was captured from; only newer servers report it.</summary>
    public string? SourceSandboxId { get; set; }

    /// <summary>The sandbox class: <c>container</c>, <c>linux-vm</c>, <c>android</c> or <c>windows</c>.</summary>
    public string SandboxClass { get; set; } = "container";

    /// <summary>The order of creation, for snapshots with the same time.</summary>
    internal long Sequence { get; }

    /// <summary>The JSON of the listing, kept until the next change.</summary>
    internal byte[]? Json { get; set; }

    /// <summary>Shows the name and the state.</summary>
    public override string ToString() => $"{Name} ({State})";
}

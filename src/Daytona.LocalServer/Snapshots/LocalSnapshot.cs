namespace Daytona.Local.Snapshots;

/// <summary>
/// A snapshot that the server holds. Its fields are set while it is added (<see cref="LocalServer.AddSnapshot"/>) or
/// changed (<see cref="LocalServer.Change(LocalSnapshot, Action{LocalSnapshot})"/>), and at no other time: the sorted
/// indexes of the listing depend on them.
/// </summary>
public sealed class LocalSnapshot
{
    private byte[]? _json;

    internal LocalSnapshot(Guid id, string organizationId, string name, long sequence)
    {
        Id = id;
        OrganizationId = organizationId;
        Name = name;
        Sequence = sequence;
    }

    /// <summary>The id.</summary>
    public Guid Id { get; set => field = Guard(value); }

    /// <summary>The id of the organization that owns it.</summary>
    public string OrganizationId { get; set => field = Guard(value); }

    /// <summary>Whether every organization sees it.</summary>
    public bool General { get; set => field = Guard(value); }

    /// <summary>Whether the listing omits this general snapshot, which is still found by name.</summary>
    public bool HideFromUsers { get; set => field = Guard(value); }

    /// <summary>The name, unique within the organization.</summary>
    public string Name { get; set => field = Guard(value); }

    /// <summary>The registry image it was made from; empty if it was built.</summary>
    public string ImageName { get; set => field = Guard(value); } = "";

    /// <summary>The state, in the service's own words.</summary>
    public string State { get; set => field = Guard(value); } = "pending";

    /// <summary>Size in GB; null until the image was looked at.</summary>
    public double? Size { get; set => field = Guard(value); }

    /// <summary>The entrypoint, or null.</summary>
    public IReadOnlyList<string>? Entrypoint { get; set => field = Guard(value); }

    /// <summary>CPU cores.</summary>
    public int Cpu { get; set => field = Guard(value); } = 1;

    /// <summary>GPUs.</summary>
    public int Gpu { get; set => field = Guard(value); }

    /// <summary>The type of GPU; left out of responses if null.</summary>
    public string? GpuType { get; set => field = Guard(value); }

    /// <summary>Memory in GiB.</summary>
    public int Mem { get; set => field = Guard(value); } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; set => field = Guard(value); } = 3;

    /// <summary>The error, or null.</summary>
    public string? ErrorReason { get; set => field = Guard(value); }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; set => field = Guard(value); }

    /// <summary>When it was last changed; the cooldown of an activation counts from here.</summary>
    public DateTimeOffset UpdatedAt { get; set => field = Guard(value); }

    /// <summary>When it was last used, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; set => field = Guard(value); }

    /// <summary>The source of the build; null if it came from a registry.</summary>
    public LocalBuildInfo? BuildInfo { get; set => field = Guard(value); }

    /// <summary>The regions in which it is available.</summary>
    public IReadOnlyList<string> RegionIds { get; set => field = Guard(value); } = ["us"];

    /// <summary>The runner that pulled or built it; null before one is assigned, and for a cached build.</summary>
    public string? InitialRunnerId { get; set => field = Guard(value); }

    /// <summary>The image's reference in the internal registry.</summary>
    public string? Ref { get; set => field = Guard(value); }

    /// <summary>The sandbox it was captured from; only newer servers report it.</summary>
    public string? SourceSandboxId { get; set => field = Guard(value); }

    /// <summary>The sandbox class: <c>container</c>, <c>linux-vm</c>, <c>android</c> or <c>windows</c>.</summary>
    public string SandboxClass { get; set => field = Guard(value); } = "container";

    /// <summary>The order of creation, for snapshots with the same time.</summary>
    internal long Sequence { get; }

    /// <summary>Whether the fields may be set now.</summary>
    internal bool IsEditable { get; set; } = true;

    /// <summary>The snapshot's JSON, created once for each change and not for each listing. The store's lock is held.</summary>
    internal byte[] Json(SnapshotJson format) => _json ??= format.Write(this, SnapshotView.Stored);

    /// <summary>Shows the name and the state.</summary>
    /// <returns>Both.</returns>
    public override string ToString() => $"{Name} ({State})";

    private T Guard<T>(T value)
    {
        if (!IsEditable)
            throw new InvalidOperationException(
                $"Change '{Name}' through LocalServer.Change: the listing is sorted by its fields.");
        _json = null;
        return value;
    }
}

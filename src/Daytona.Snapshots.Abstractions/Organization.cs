namespace Daytona.Snapshots;

/// <summary>An organization that the user of an access token belongs to.</summary>
public sealed record Organization
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the user's personal organization.</summary>
    public bool Personal { get; init; }

    /// <summary>Whether it is suspended, so that nothing can be created.</summary>
    public bool Suspended { get; init; }

    /// <summary>Why it is suspended, or null if it is not.</summary>
    public string? SuspensionReason { get; init; }

    /// <summary>The region that is used if none is named, or null if none is set.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>CPU cores that a sandbox may have; null if the service does not say.</summary>
    public int? MaxCpuPerSandbox { get; init; }

    /// <summary>Memory that a sandbox may have, in GiB; null if the service does not say.</summary>
    public int? MaxMemoryPerSandbox { get; init; }

    /// <summary>Disk that a sandbox may have, in GiB; null if the service does not say.</summary>
    public int? MaxDiskPerSandbox { get; init; }

    /// <summary>The usage of its quotas, or null if it was not read.</summary>
    public OrganizationUsage? Usage { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The organization's name.</returns>
    public override string ToString() => Name;
}

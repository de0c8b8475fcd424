namespace Daytona.Snapshots.Operations;

/// <summary>A sandbox to capture as a snapshot.</summary>
public sealed record CaptureSandboxRequest
{
    /// <summary>The sandbox's ID or name.</summary>
    public required string SandboxIdOrName { get; init; }

    /// <summary>The snapshot's name. It must be free: the service does not report a conflict.</summary>
    public required string Name { get; init; }

    /// <summary>Whether to capture the memory too, for virtual machines only.</summary>
    /// <value>False by default.</value>
    public bool IncludeMemory { get; init; }
}

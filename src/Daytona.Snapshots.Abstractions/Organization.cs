namespace Daytona.Snapshots;

/// <summary>An organization that the user of an access token belongs to.</summary>
public sealed class Organization
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the user's personal organization.</summary>
    public bool Personal { get; init; }

    /// <summary>Whether it is suspended, so that nothing can be created.</summary>
    public bool Suspended { get; init; }

    /// <summary>The reason for the suspension; null if it is not suspended.</summary>
    public string? SuspensionReason { get; init; }

    /// <summary>The default region; null if none is set.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The organization's name.</returns>
    public override string ToString() => Name;
}

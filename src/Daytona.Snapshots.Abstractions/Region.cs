namespace Daytona.Snapshots;

/// <summary>A region in which sandboxes run.</summary>
public sealed class Region
{
    /// <summary>The identifier, such as <c>us</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name.</summary>
    /// <returns>The region's name.</returns>
    public override string ToString() => Name;
}

namespace Daytona.Snapshots;

/// <summary>A place where sandboxes run.</summary>
public sealed class Region
{
    /// <summary>The identifier that is used everywhere, as <c>us</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that is shown to people.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name.</summary>
    /// <returns>The region's name.</returns>
    public override string ToString() => Name;
}

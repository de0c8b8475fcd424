namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The URL below which the toolbox of a sandbox is.</summary>
internal sealed class ToolboxAddress
{
    public required Uri Url { get; init; }
}

namespace Daytona.Local;

/// <summary>A snapshot as the control endpoint takes it.</summary>
internal sealed record SnapshotForm
{
    public required string Name { get; init; }

    public string State { get; init; } = SnapshotStates.Active;

    public string ImageName { get; init; } = "alpine:3.20";

    public string? ErrorReason { get; init; }

    public bool General { get; init; }

    public void AddTo(LocalServer server)
    {
        if (server.Find(Name) is { } known)
        {
            server.Change(known, it => (it.State, it.ErrorReason) = (State, ErrorReason));
            return;
        }

        server.AddSnapshot(
            Name,
            State,
            it => (it.ImageName, it.General, it.ErrorReason) = (ImageName, General, ErrorReason ?? it.ErrorReason));
    }
}

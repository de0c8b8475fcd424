namespace Daytona.Local;

/// <summary>The three shapes in which the service tells a snapshot.</summary>
internal enum SnapshotView
{
    /// <summary>The answer to POST and the event of a creation: what is not set yet is left out, not null.</summary>
    Created,

    /// <summary>Every later answer.</summary>
    Stored,

    /// <summary>The event of a removal, which comes without the id and the regions.</summary>
    Removed,
}

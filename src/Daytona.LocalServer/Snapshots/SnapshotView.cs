namespace Daytona.Local.Snapshots;

/// <summary>The three shapes in which the service writes a snapshot.</summary>
internal enum SnapshotView
{
    /// <summary>The response to POST and the event of a creation: unset fields are omitted, not null.</summary>
    Created,

    /// <summary>Every later response.</summary>
    Stored,

    /// <summary>The event of a removal, which comes without the id and the regions.</summary>
    Removed,
}

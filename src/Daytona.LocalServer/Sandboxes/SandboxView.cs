namespace Daytona.Local.Sandboxes;

/// <summary>The shapes in which the service writes a sandbox.</summary>
internal enum SandboxView
{
    /// <summary>The response to a creation, without the fields that have no value yet.</summary>
    Created,

    /// <summary>The response to a GET.</summary>
    Stored,

    /// <summary>The response to a change of the state, and the events; without the last activity.</summary>
    Changed,

    /// <summary>An item of the listing.</summary>
    Item,
}

namespace Daytona.Local;

/// <summary>The shapes in which the service writes a sandbox.</summary>
internal enum SandboxView
{
    /// <summary>The answer to a creation, without the fields that have no value yet.</summary>
    Created,

    /// <summary>The answer to a GET.</summary>
    Stored,

    /// <summary>The answer to a change of the state, and the events; without the last activity.</summary>
    Changed,

    /// <summary>An item of the listing.</summary>
    Item,
}

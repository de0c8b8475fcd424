namespace Daytona.Local.Sandboxes;

/// <summary>A change of a sandbox.</summary>
/// <param name="Kind">The name of the notification.</param>
/// <param name="Sandbox">The sandbox; the store is locked while the change is reported.</param>
/// <param name="OldState">The state before.</param>
internal sealed record SandboxChange(string Kind, LocalSandbox Sandbox, string OldState)
{
    public const string Created = "sandbox.created";
    public const string StateUpdated = "sandbox.state.updated";
}

namespace Daytona.Local.Identity;

/// <summary>The permissions that an API key can have.</summary>
internal static class Permissions
{
    public const string WriteSnapshots = "write:snapshots";
    public const string DeleteSnapshots = "delete:snapshots";
    public const string WriteSandboxes = "write:sandboxes";
    public const string WriteRegistries = "write:registries";
    public const string DeleteRegistries = "delete:registries";
    public const string DeleteSandboxes = "delete:sandboxes";

    /// <summary>Either of these is enough to push contexts and images.</summary>
    public static readonly string[] ToPush = [WriteSnapshots, WriteSandboxes];

    public static readonly string[] All =
    [
        WriteRegistries, DeleteRegistries, WriteSnapshots, DeleteSnapshots, WriteSandboxes, DeleteSandboxes,
        "read:volumes", "write:volumes", "delete:volumes", "write:regions", "delete:regions", "read:runners",
        "write:runners", "delete:runners", "read:audit_logs",
    ];
}

using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Reads the password of a credential for a registry.</summary>
internal static class RegistryPassword
{
    /// <returns>The password, or null if there is none.</returns>
    public static Secret? Of(PSCredential credential) =>
        credential.GetNetworkCredential().Password is { } password && !string.IsNullOrWhiteSpace(password) ? new Secret(password) : null;
}

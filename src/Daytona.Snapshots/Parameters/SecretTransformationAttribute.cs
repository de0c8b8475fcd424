using System.Management.Automation;
using System.Security;

namespace Daytona.Snapshots.Parameters;

/// <summary>Takes a SecureString, and says to whoever gives plain text how to do without it in the history.</summary>
/// <param name="variable">The environment variable that serves as well.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SecretTransformationAttribute(string variable) : ArgumentTransformationAttribute
{
    /// <summary>The environment variable that serves as well.</summary>
    public string Variable => variable;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as SecureString
        // The value must not appear here: errors are logged.
        ?? throw new ArgumentTransformationMetadataException(
            $"A SecureString is needed, so that the secret stays out of histories and logs: set $env:{variable} and leave " +
            "the parameter out, or use (Read-Host -AsSecureString).");
}

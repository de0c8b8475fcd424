using System.Management.Automation;
using System.Security;

namespace Daytona.Snapshots.Parameters;

/// <summary>Accepts only a SecureString. The error for plain text explains how to keep it out of the history.</summary>
/// <param name="variable">The environment variable for the same secret.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SecretTransformationAttribute(string variable) : ArgumentTransformationAttribute
{
    /// <summary>The environment variable for the same secret.</summary>
    public string Variable => variable;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PipelineValue.Unwrap(inputData) as SecureString
        // The value must not appear in the message, because errors are logged.
        ?? throw InvalidArgument.Create(
            $"A SecureString is required, to keep the secret out of histories and logs. Set $env:{variable} and omit " +
            "the parameter, or use (Read-Host -AsSecureString).");
}

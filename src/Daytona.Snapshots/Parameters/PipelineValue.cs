using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>A value as PowerShell passes it.</summary>
internal static class PipelineValue
{
    /// <summary>The object inside PowerShell's wrapper, or the value itself if it is not wrapped.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
